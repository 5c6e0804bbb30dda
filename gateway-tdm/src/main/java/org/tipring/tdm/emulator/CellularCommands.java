package org.tipring.tdm.emulator;

import java.util.List;
import java.util.Locale;
import org.tipring.tdm.callerid.CallerId;

/// The commands of an emulated cellular module (3GPP TS 27.007, and each maker's own).
final class CellularCommands {

    private static final long REPLY = Agenda.millis(15);
    private static final long GAP = Agenda.millis(100);
    private static final int LONGEST = 256;
    /// Settings that are taken and mean nothing here.
    private static final List<String> SETTINGS = List.of("+CMEE", "+COPS=", "+CSSN", "+CCWA", "+CMGF", "+CNMI", "+CPMS", "+CSCS", "+CLVL", "+VTD");

    private final CellularEmulator module;
    private final CellularProfile profile;
    private final MobileNetwork network;
    private final ModuleTexts texts;
    private final StringBuilder typed = new StringBuilder();
    private boolean echo = true;
    private boolean clip;
    private boolean listUnsolicited;
    private boolean errorsInFull;
    private long lastResultAt = Long.MIN_VALUE / 2;
    private int hasty;

    /// Says how a command ended.
    interface Result {
        void say(String word, long atNanos);
    }

    CellularCommands(CellularEmulator module, CellularProfile profile, MobileNetwork network, ModuleTexts texts) {
        this.texts = texts;
        this.module = module;
        this.profile = profile;
        this.network = network;
    }

    void powerUp() {
        echo = true;
        clip = false;
        listUnsolicited = false;
        typed.setLength(0);
        texts.powerUp();
    }

    boolean callerWanted() {
        return clip;
    }

    boolean unsolicitedList() {
        return listUnsolicited;
    }

    int hasty() {
        return hasty;
    }

    void typed(byte value, long now) {
        if (echo) {
            module.raw(String.valueOf((char) (value & 0xFF)));
        }
        if (texts.typing()) {
            texts.typed(value, now, this::result);
        } else if (value == '\r') {
            String line = typed.toString().strip();
            typed.setLength(0);
            if (line.toUpperCase(Locale.ROOT).startsWith("AT")) {
                hasty += now - lastResultAt < GAP ? 1 : 0;
                module.later(Math.max(REPLY, texts.busyUntil() - now), now, at -> line(line.substring(2), at));
            }
        } else if (value >= ' ' && typed.length() < LONGEST) {
            typed.append((char) value);
        }
    }

    private void result(String word, long at) {
        lastResultAt = at;
        module.say(word);
    }

    private void line(String body, long at) {
        if (body.startsWith("D")) {
            dial(body.substring(1), at);
            return;
        }
        if (body.startsWith("+CMGS=") && texts.begin(body.substring(6))) {
            return;
        }
        for (String command : body.split(";")) {
            if (!one(command, at)) {
                result(module.does(CellularMisbehaviour.COMMAND_NOT_SUPPORT) ? "COMMAND NOT SUPPORT" : errorsInFull ? "+CME ERROR: 4" : "ERROR", at);
                return;
            }
        }
        if (body.equals("+CRESET")) {
            module.reset(at);
        }
        result("OK", at);
    }

    private void dial(String number, long at) {
        if (!network.registered()) {
            result("+CME ERROR: 30", at);
        } else if (!number.endsWith(";") || network.busy()) {
            result(network.busy() ? "+CME ERROR: 3" : "NO CARRIER", at);
        } else {
            result("OK", at);
            network.dial(number.substring(0, number.length() - 1), at);
        }
    }

    private boolean one(String command, long at) {
        switch (command) {
            case "" -> { }
            case "E0" -> echo = false;
            case "E1" -> echo = true;
            case "Z" -> powerUp();
            case "A" -> {
                if (network.state() != MobileNetwork.CallState.INCOMING) {
                    return false;
                }
                network.answer(at);
            }
            case "+CHUP" -> network.hangUp(at);
            case "H" -> {
                if (profile != CellularProfile.SIMCOM) {
                    network.hangUp(at);
                }
            }
            case "+CGMI" -> information(profile.maker);
            case "+CGMM" -> information(profile.model);
            case "+CGMR" -> information(profile.firmware);
            case "+CGSN" -> information("861234567890123");
            case "+CIMI" -> information("262011234567890");
            case "+CPIN?" -> information("+CPIN: READY");
            case "+CREG?" -> information("+CREG: 2," + (network.registered() ? "1,\"00D5\",\"8E3F\"" : "2"));
            case "+COPS?" -> information("+COPS: 0,0,\"Tipring Mobile\",0");
            case "+CSQ" -> information("+CSQ: 22,99");
            case "+CNUM" -> {
                module.say("ERROR+CNUM:");
                return true;
            }
            case "+CLIP=1" -> clip = true;
            case "+CLCC" -> list();
            case "+CRESET" -> {
                return profile == CellularProfile.SIMCOM;
            }
            default -> {
                return setting(command, at);
            }
        }
        return true;
    }

    private void information(String line) {
        module.say(line);
        module.interrupt();
    }

    private void list() {
        int state = switch (network.state()) {
            case NONE -> -1;
            case ACTIVE -> 0;
            case DIALLING -> 2;
            case ALERTING -> 3;
            case INCOMING -> 4;
        };
        if (state >= 0) {
            boolean hidden = network.incoming() && network.caller().presence() != CallerId.Presence.NUMBER;
            information(hidden ? "+CLCC: 1,1," + state + ",0,0,\"\",128" : module.list(state));
        }
    }

    private boolean setting(String command, long at) {
        if (command.startsWith("+VTS=")) {
            network.key(command.charAt(5) == '"' ? command.charAt(6) : command.charAt(5), at);
            return network.talking();
        }
        if (command.startsWith("+CMGL") || command.startsWith("+CMGD")) {
            return texts.command(command, at);
        }
        if (command.equals("+CMEE=1")) {
            errorsInFull = true;
        }
        if (SETTINGS.stream().anyMatch(command::startsWith) || command.startsWith("+CREG=")) {
            return true;
        }
        return switch (profile) {
            case HUAWEI -> huawei(command, at);
            case QUECTEL -> quectel(command, at);
            case SIMCOM -> simcom(command, at);
        };
    }

    private boolean huawei(String command, long at) {
        boolean voice = !module.does(CellularMisbehaviour.NO_VOICE);
        return switch (command) {
            case "^CVOICE?" -> {
                if (voice) {
                    information("^CVOICE:0,8000,16,20");
                }
                yield voice;
            }
            case "^DDSETEX=2" -> voice && module.soundOn(at);
            case "^U2DIAG=0" -> true;
            default -> false;
        };
    }

    private boolean quectel(String command, long at) {
        if (command.equals("+QPCMV=0")) {
            module.soundOff();
            return true;
        }
        return switch (command) {
            case "+QPCMV=1,0" -> module.soundOn(at);
            case "+QGPSCFG=\"outport\",\"none\"" -> {
                module.sound().noSatellites();
                yield true;
            }
            case "+QAUDMOD=3", "+QTONEDET=1" -> true;
            default -> command.startsWith("+QINDCFG=");
        };
    }

    private boolean simcom(String command, long at) {
        return switch (command) {
            case "+CLCC=1" -> {
                listUnsolicited = true;
                yield true;
            }
            case "+CPCMREG=1" -> module.soundOn(at);
            case "+CPCMREG=0", "+CPCMREG=0,1" -> {
                module.soundOff();
                yield true;
            }
            case "+CVHU=0", "+CPCMFRM=0", "+CPCMBANDWIDTH=1,1", "+DDET=1" -> true;
            default -> false;
        };
    }
}
