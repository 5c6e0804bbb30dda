package org.tipring.tdm.cellular;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.media.time.Deadlines;
import org.tipring.tdm.modem.AtCommand;
import org.tipring.tdm.modem.AtDialogue;
import org.tipring.tdm.modem.AtReply;
import org.tipring.tdm.sms.PartsBox;
import org.tipring.tdm.sms.Tpdu;

/// Text messages of a module, one thing at a time and only while there is no call. Part of [CellularModem].
///
/// What came stays in the module's store until whoever was told says that it is kept elsewhere: a gateway that is killed in between finds it there
/// again. The store is looked through (`AT+CMGL`), whatever a report says: `+CMTI` gets lost, or tells of place -1.
final class CellularTexts {

    private static final long SECOND = 1_000_000_000L;
    /// Makers say 40 s to 60 s; mostly it is two or three.
    private static final long SEND_LIMIT = 40 * SECOND;
    private static final long STORE_LIMIT = 20 * SECOND;
    /// So long a call waits for a message that is on its way.
    private static final long MAKE_WAY = 2 * SECOND;
    /// What waits to be sent waits so long for a module that has gone.
    private static final long GIVE_UP = 60 * SECOND;
    /// The module is polled every ten seconds, and its store looked through at each sixth.
    private static final int POLLS = 6;
    private static final Pattern HEAD = Pattern.compile("\\+CMGL:\\s*(\\d{1,4}),.*");

    private static final class Sending {
        private final long id;
        private final int of;
        private final Deque<Tpdu.Submit> parts;

        Sending(long id, List<Tpdu.Submit> parts) {
            this.id = id;
            this.of = parts.size();
            this.parts = new ArrayDeque<>(parts);
        }

        boolean begun() {
            return parts.size() < of;
        }
    }

    private final boolean wanted;
    private final AtDialogue dialogue;
    private final LongSupplier clock;
    private final Consumer<CellularAction> act;
    private final Deque<Sending> toSend = new ArrayDeque<>();
    /// By place, what has been told of and is still in the store, as far as is known.
    private final Map<Integer, String> told = new HashMap<>();
    /// Those of them that are kept elsewhere, too, and those that are to be emptied now.
    private final Set<Integer> safe = new HashSet<>();
    private final Set<Integer> emptying = new HashSet<>();
    /// Messages and parts that are kept elsewhere and still to be deleted. A module that goes in between leaves some parts of a message, which nobody
    /// is to wait for.
    private final Set<String> keptElsewhere = new HashSet<>();
    private boolean look;
    /// What is being said, if anything is; a call may drop it before it is.
    private AtCommand saying;
    private long giveUpAt = Deadlines.NEVER;
    private int opening;
    private int reference;
    private int polls;

    /// @param wanted whether they are read and sent
    CellularTexts(boolean wanted, AtDialogue dialogue, LongSupplier clock, Consumer<CellularAction> act) {
        this.wanted = wanted;
        this.dialogue = dialogue;
        this.clock = clock;
        this.act = act;
    }

    /// The device is not what it was, or not there. Before the dialogue forgets.
    void forget() {
        boolean underWay = saying != null && dialogue.awaited() == saying && saying.message() != null;
        saying = null;
        opening++;
        look = true;
        told.clear();
        safe.clear();
        emptying.clear();
        if (underWay || !toSend.isEmpty() && toSend.getFirst().begun()) {
            finished(toSend.getFirst(), "nobody knows: the module has gone in the middle of it");
        }
        // A SIM7600 is restarted after calls, and back half a minute later.
        giveUpAt = toSend.isEmpty() ? Deadlines.NEVER : Math.min(giveUpAt, clock.getAsLong() + GIVE_UP);
    }

    long nextDeadline() {
        return giveUpAt;
    }

    void tick() {
        if (giveUpAt <= clock.getAsLong()) {
            giveUp();
        }
    }

    /// The module does not come back.
    void giveUp() {
        giveUpAt = Deadlines.NEVER;
        while (!toSend.isEmpty()) {
            finished(toSend.getFirst(), "the module has gone or does not answer");
        }
    }

    /// Something came, or may have come.
    void look() {
        look = true;
    }

    void poll() {
        polls = (polls + 1) % POLLS;
        look |= polls == 0;
    }

    /// @param elsewhere whether what lay there is kept elsewhere; if not, it is told of again
    void kept(CellularAction.TextArrived text, boolean elsewhere) {
        if (text.opening() != opening) {
            // It may be another SIM card: what is there still is told of again.
            return;
        }
        if (elsewhere) {
            text.places().stream().filter(told::containsKey).forEach(safe::add);
            safe.forEach(place -> keptElsewhere.add(told.get(place)));
            emptying.addAll(safe);
        } else {
            told.keySet().removeAll(text.places());
        }
    }

    /// @param id of the `TextSent` that answers
    /// @param inService whether the line is
    /// @throws IllegalArgumentException for what cannot be sent, with the reason
    void send(long id, String number, String text, boolean inService) {
        if (!wanted) {
            throw new IllegalArgumentException("this line sends no text messages ('text messages = no' in lines.ini)");
        }
        Sending sending = new Sending(id, Tpdu.submit(number, text, (text.hashCode() + ++reference) & 0xFF));
        toSend.add(sending);
        if (!inService) {
            finished(sending, "the line is out of service");
        }
    }

    /// A call is wanted, or comes: what has not been said is not said, what has been said gets little time for its answer.
    void makeWay() {
        if (saying != null && dialogue.awaited() == saying) {
            dialogue.hurry(clock.getAsLong() + MAKE_WAY);
        }
    }

    /// There is a network and no call: the next thing, if none is under way.
    void proceed() {
        giveUpAt = Deadlines.NEVER;
        if (!wanted || !dialogue.idle()) {
            return;
        }
        if (!emptying.isEmpty()) {
            int place = emptying.iterator().next();
            say(AtCommand.of("AT+CMGD=" + place, STORE_LIMIT, 1), reply -> emptied(place, reply));
        } else if (!toSend.isEmpty()) {
            Sending sending = toSend.getFirst();
            Tpdu.Submit part = sending.parts.getFirst();
            say(AtCommand.text(part.octets(), part.hex(), SEND_LIMIT), reply -> sent(sending, reply));
        } else if (look) {
            say(AtCommand.of("AT+CMGL=4", STORE_LIMIT, 1), this::listed);
        }
    }

    private void say(AtCommand command, Consumer<AtReply> then) {
        saying = command;
        dialogue.send(command, (reply, _) -> {
            saying = null;
            then.accept(reply);
        }, clock.getAsLong());
    }

    /// What cannot be deleted is not told of again, and tried again at the next look.
    private void emptied(int place, AtReply reply) {
        emptying.remove(place);
        if (reply.ok()) {
            keptElsewhere.remove(told.remove(place));
            safe.remove(place);
            look |= emptying.isEmpty();
        }
    }

    private void sent(Sending sending, AtReply reply) {
        sending.parts.removeFirst();
        if (!reply.ok()) {
            String which = sending.of == 1 ? "" : "part " + (sending.of - sending.parts.size()) + " of " + sending.of + ": ";
            finished(sending, which + failure(reply));
        } else if (sending.parts.isEmpty()) {
            finished(sending, "");
        }
    }

    private static String failure(AtReply reply) {
        if (reply.result() == AtReply.Result.NO_REPLY) {
            return "nobody knows: the module did not say in time whether it was sent";
        }
        String words = String.join(" ", reply.information());
        return switch (words.replaceAll("\\D", "")) {
            case "1" -> "there is no such number (" + words + ")";
            case "8" -> "the operator does not let this SIM card send text messages (" + words + ")";
            case "27" -> "the called telephone cannot be reached (" + words + ")";
            case "330" -> "the SIM card does not know its message centre (" + words + "): set it with a telephone";
            case "331" -> "there is no network (" + words + ")";
            case "332" -> "the network did not answer (" + words + ")";
            default -> "the network or the module refused it" + (words.isEmpty() ? "" : " (" + words + ")");
        };
    }

    private void finished(Sending sending, String failure) {
        toSend.remove(sending);
        act.accept(new CellularAction.TextSent(sending.id, failure));
    }

    private void listed(AtReply reply) {
        look = false;
        if (!reply.ok()) {
            return;
        }
        SortedMap<Integer, String> store = new TreeMap<>();
        List<String> lines = reply.information();
        for (int i = 0; i + 1 < lines.size(); i++) {
            Matcher head = HEAD.matcher(lines.get(i));
            if (head.matches()) {
                store.put(Integer.valueOf(head.group(1)), lines.get(++i));
            }
        }
        told.entrySet().removeIf(known -> !known.getValue().equals(store.get(known.getKey())));
        store.forEach((place, hex) -> {
            if (keptElsewhere.contains(hex)) {
                told.put(place, hex);
                safe.add(place);
            }
        });
        safe.retainAll(told.keySet());
        emptying.addAll(safe);
        told.keySet().forEach(store::remove);
        for (PartsBox.Whole whole : PartsBox.whole(store)) {
            whole.places().forEach(place -> told.put(place, store.get(place)));
            act.accept(new CellularAction.TextArrived(opening, whole.places(), whole.message()));
        }
    }
}
