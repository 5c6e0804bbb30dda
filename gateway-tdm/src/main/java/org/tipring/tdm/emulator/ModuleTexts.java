package org.tipring.tdm.emulator;

import java.util.SortedMap;
import java.util.TreeMap;

/// The text messages of an emulated module (3GPP TS 27.005, PDU mode): its SIM card, which outlives its power, and the message that its host types.
final class ModuleTexts {

    /// So many fit into a SIM card.
    static final int ROOM = 20;
    private static final long REPLY = Agenda.millis(15);
    /// A network takes its time for a message, and the module is deaf meanwhile.
    private static final long SENDING = Agenda.millis(1_200);
    private static final byte SUB = 0x1A;
    private static final byte ESC = 0x1B;

    private final CellularEmulator module;
    private final MobileNetwork network;
    private final SortedMap<Integer, String> store = new TreeMap<>();
    private final StringBuilder message = new StringBuilder();
    /// Octets of the message that is being typed; 0: none is.
    private int octets;
    private int sent;
    private long busyUntil = Long.MIN_VALUE / 2;

    ModuleTexts(CellularEmulator module, MobileNetwork network) {
        this.module = module;
        this.network = network;
    }

    void powerUp() {
        octets = 0;
        busyUntil = Long.MIN_VALUE / 2;
    }

    /// Whether what the host types is a message.
    boolean typing() {
        return octets > 0;
    }

    /// Until then it carries out no command.
    long busyUntil() {
        return busyUntil;
    }

    int stored() {
        return store.size();
    }

    /// @return false when the SIM card is full
    boolean arrives(String pdu) {
        if (store.size() == ROOM) {
            return false;
        }
        int place = 1;
        while (store.containsKey(place)) {
            place++;
        }
        store.put(place, pdu);
        module.say("+CMTI: \"SM\"," + (module.does(CellularMisbehaviour.NOISE) ? -1 : place));
        return true;
    }

    /// `+CMGS=...`: asks for the message, without an end of line (section 3.5.1).
    ///
    /// @return false when that is no length of a message
    boolean begin(String length) {
        if (!length.matches("[1-9]\\d{0,2}")) {
            return false;
        }
        octets = Integer.parseInt(length);
        message.setLength(0);
        module.raw("\r\n> ");
        return true;
    }

    /// @param result says a result
    void typed(byte value, long now, CellularCommands.Result result) {
        if (value == '\r') {
            module.raw("\r\n> ");
        } else if (value != SUB && value != ESC) {
            message.append((char) (value & 0xFF));
        } else {
            String pdu = message.toString();
            int wanted = octets;
            octets = 0;
            long takes = value == SUB ? SENDING : REPLY;
            busyUntil = now + takes;
            module.later(takes, now, at -> result.say(value == ESC ? "OK" : sent(pdu, wanted, at), at));
        }
    }

    private String sent(String pdu, int wanted, long at) {
        if (!network.registered()) {
            return "+CMS ERROR: 331";
        }
        if (pdu.length() != 2 * (wanted + 1) || !network.texted(pdu, at)) {
            return "+CMS ERROR: 304";
        }
        module.say("+CMGS: " + ++sent % 256);
        module.interrupt();
        return "OK";
    }

    /// @return whether it could be carried out
    boolean command(String command, long at) {
        if (command.equals("+CMGL=4")) {
            store.forEach((place, pdu) -> {
                module.say("+CMGL: " + place + ",0,," + (pdu.length() / 2 - 1));
                module.say(pdu);
            });
            return true;
        }
        boolean deleted = command.matches("\\+CMGD=\\d{1,3}") && store.remove(Integer.valueOf(command.substring(6))) != null;
        if (deleted) {
            network.room(at);
        }
        return deleted;
    }
}
