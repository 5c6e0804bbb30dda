package org.tipring.signaling.sip;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.tipring.signaling.guard.Ban;
import org.tipring.signaling.guard.BanList;
import org.tipring.signaling.guard.BanRules;
import org.tipring.signaling.guard.Offence;

/// The ban list behind one lock, for the stack's threads and who watches it. Providers are never banned: their address is known, and
/// what comes from it may be forged.
final class Bouncer {

    private final SipContext context;
    private final List<TrunkPeer> trunks;
    private BanList bans = new BanList(BanRules.NONE);
    private volatile Predicate<String> urgent = _ -> false;

    Bouncer(SipContext context, List<TrunkPeer> trunks) {
        this.context = context;
        this.trunks = trunks;
    }

    synchronized void rules(BanRules rules) {
        bans = new BanList(rules);
    }

    /// @param test whether a number is for emergency calls, which a ban does not hold back
    void urgent(Predicate<String> test) {
        urgent = test;
    }

    boolean isUrgent(String number) {
        return urgent.test(number);
    }

    void offended(String address, Offence what) {
        if (trunks.stream().anyMatch(trunk -> trunk.isAt(address))) {
            return;
        }
        long now = System.nanoTime();
        Optional<Ban> ban;
        synchronized (this) {
            ban = bans.offend(address, what, now);
        }
        ban.ifPresent(made -> context.emit(new SipEvent.Banned(made.source(), made.why().sentence(), made.times(),
            Instant.now().plusNanos(made.untilNanos() - now))));
    }

    void proved(String address) {
        long now = System.nanoTime();
        synchronized (this) {
            bans.proved(address, now);
        }
    }

    boolean banned(String address) {
        boolean banned;
        synchronized (this) {
            banned = bans.banned(address, System.nanoTime());
        }
        return banned && trunks.stream().noneMatch(trunk -> trunk.isAt(address));
    }

    /// @param until by the wall clock, so that it can be kept over a restart
    List<JainSipEndpoint.Banned> list() {
        long now = System.nanoTime();
        Instant wall = Instant.now();
        List<Ban> all;
        synchronized (this) {
            all = bans.bans(now);
        }
        return all.stream().map(ban -> new JainSipEndpoint.Banned(ban.source(), ban.why(), ban.times(), wall.plusNanos(ban.untilNanos() - now))).toList();
    }

    synchronized boolean lift(String address) {
        return bans.lift(address);
    }

    synchronized void restore(JainSipEndpoint.Banned kept) {
        long now = System.nanoTime();
        bans.restore(new Ban(kept.source(), kept.why(), kept.times(), now + Duration.between(Instant.now(), kept.until()).toNanos()), now);
    }
}
