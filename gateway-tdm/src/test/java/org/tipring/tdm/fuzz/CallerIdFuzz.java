package org.tipring.tdm.fuzz;

import java.nio.charset.StandardCharsets;
import org.tipring.tdm.callerid.CallerId;
import org.tipring.tdm.callerid.CallerIdAssembler;
import org.tipring.tdm.callerid.CallerIdText;
import org.tipring.tdm.callerid.LineMessage;

/// Who calls, as a modem prints it and as octets from the line: a number is digits or none, a name has no control characters.
public final class CallerIdFuzz {

    private CallerIdFuzz() {
    }

    public static void fuzzerTestOneInput(byte[] data) {
        CallerIdText text = new CallerIdText();
        new String(data, StandardCharsets.ISO_8859_1).lines().forEach(text::line);
        check(text.take());
        CallerIdAssembler assembler = new CallerIdAssembler();
        for (byte octet : data) {
            assembler.octet(octet & 0xff, true).ifPresent(message -> {
                if (message instanceof LineMessage.CallSetup setup) {
                    check(setup.caller());
                }
            });
        }
    }

    private static void check(CallerId caller) {
        if (!caller.number().matches("[+]?[0-9*#A-D]*") || caller.number().length() > 40) {
            throw new AssertionError("no number: " + caller.number());
        }
        if (caller.name().chars().anyMatch(Character::isISOControl) || caller.name().length() > 64) {
            throw new AssertionError("no name: " + caller.name());
        }
    }
}
