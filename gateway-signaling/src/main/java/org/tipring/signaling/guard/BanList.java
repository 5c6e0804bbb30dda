package org.tipring.signaling.guard;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Counts what is held against each source, and bans it when that is too much.
///
/// | | offence | proved | time |
/// |---|---|---|---|
/// | **known** | level rises; at the limit → *banned* | the challenge's points back; trusted for an hour | level falls evenly, to nothing within `within` |
/// | **banned** | not counted | | over: → *known*, remembered for `longest` |
///
/// The level is a leaky bucket: `after` wrong passwords fill it. A source from which somebody has proved a password lately has ten times
/// the patience, because one wrongly set telephone must not cut off the office whose address it shares; an attacker with an account of
/// his own gains little by that. Tables are bounded: the source heard of longest ago is forgotten first. Not thread-safe: one lock.
public final class BanList {

    static final int MAX_SOURCES = 10_000;
    /// Points of a wrong password with its challenge.
    private static final int TRY = 100;
    private static final int TRUSTED_PATIENCE = 10;
    private static final long TRUST_NANOS = 3_600_000_000_000L;
    private static final int MOST_DOUBLINGS = 20;

    private final BanRules rules;
    private final Map<String, Level> levels = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Ban> bans = new LinkedHashMap<>();

    private static final class Level {
        private double points;
        private long atNanos;
        private long trustedUntilNanos = Long.MIN_VALUE;
    }

    public BanList(BanRules rules) {
        this.rules = rules;
    }

    /// @return the ban that this was one too many for
    public Optional<Ban> offend(String address, Offence what, long now) {
        if (rules.after() == 0 || isNever(address)) {
            return Optional.empty();
        }
        String source = Net.source(address);
        Ban before = bans.get(source);
        if (before != null && before.untilNanos() > now) {
            return Optional.empty();
        }
        Level level = level(source, now);
        level.points += what.points();
        // Half a try less: what was held against it first has leaked a little by now.
        if (level.points < full(level, now) - TRY / 2.0) {
            return Optional.empty();
        }
        level.points = 0;
        int times = before != null && now - before.untilNanos() < rules.longest().toNanos() ? before.times() + 1 : 1;
        long last = Math.min(rules.longest().toNanos(), rules.first().toNanos() << Math.min(times - 1, doublings()));
        Ban ban = new Ban(source, what, times, now + last);
        put(ban, now);
        return Optional.of(ban);
    }

    /// Somebody there knows a password.
    public void proved(String address, long now) {
        if (rules.after() == 0) {
            return;
        }
        Level level = level(Net.source(address), now);
        level.points = Math.max(0, level.points - Offence.UNAUTHENTICATED.points());
        level.trustedUntilNanos = now + TRUST_NANOS;
    }

    public boolean banned(String address, long now) {
        if (bans.isEmpty()) {
            return false;
        }
        Ban ban = bans.get(Net.source(address));
        return ban != null && ban.untilNanos() > now;
    }

    /// Those that hold now.
    public List<Ban> bans(long now) {
        return bans.values().stream().filter(ban -> ban.untilNanos() > now).toList();
    }

    /// @param address or a source as [#bans] names it
    /// @return whether it was banned; then its past is forgotten, too
    public boolean lift(String address) {
        String source = address.endsWith("/64") ? address : Net.source(address);
        levels.remove(source);
        return bans.remove(source) != null;
    }

    /// A ban of before a restart.
    public void restore(Ban ban, long now) {
        if (rules.after() > 0 && !isNever(ban.source())) {
            put(ban, now);
        }
    }

    private boolean isNever(String address) {
        return rules.never().stream().anyMatch(net -> net.contains(address));
    }

    private double full(Level level, long now) {
        return (double) rules.after() * TRY * (level.trustedUntilNanos > now ? TRUSTED_PATIENCE : 1);
    }

    /// So many that a shift cannot overflow: `first` of ten minutes reaches a day with 8.
    private int doublings() {
        return Math.min(MOST_DOUBLINGS, Long.numberOfLeadingZeros(rules.first().toNanos()) - 2);
    }

    private Level level(String source, long now) {
        Level level = levels.computeIfAbsent(source, _ -> new Level());
        double leaked = full(level, now) * Math.max(0, now - level.atNanos) / rules.within().toNanos();
        level.points = Math.max(0, level.points - leaked);
        level.atNanos = now;
        if (levels.size() > MAX_SOURCES) {
            levels.remove(levels.keySet().iterator().next());
        }
        return level;
    }

    private void put(Ban ban, long now) {
        bans.remove(ban.source());
        bans.put(ban.source(), ban);
        if (bans.size() > MAX_SOURCES) {
            forgetOld(now);
        }
    }

    private void forgetOld(long now) {
        bans.values().removeIf(ban -> now - ban.untilNanos() > rules.longest().toNanos());
        Iterator<Ban> oldest = bans.values().iterator();
        List<String> surplus = new ArrayList<>();
        while (bans.size() - surplus.size() > MAX_SOURCES) {
            surplus.add(oldest.next().source());
        }
        surplus.forEach(bans::remove);
    }

    /// For tests: what is remembered.
    int remembered() {
        return Math.max(levels.size(), bans.size());
    }
}
