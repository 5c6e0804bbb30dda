package org.tipring.tdm.emulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tipring.tdm.emulator.CommandLine.Command;
import org.tipring.tdm.emulator.CommandLine.Form;
import org.tipring.tdm.emulator.ModemInterpreter.Step;

/// The commands of V.253 that do something: choose a coding, close the loop, play tones, open a stream.
final class VoiceCommands {

    private static final long CONNECT_NANOS = Agenda.millis(100);
    /// Between the digits of `+VTS`.
    private static final long DIGIT_GAP_NANOS = Agenda.millis(100);
    /// `+VSM` codes whose samples the emulator can make. Others are accepted, and `+VTR` then refuses.
    private static final Map<Integer, VoiceStream.Coding> CONEXANT_CODINGS = Map.of(0, VoiceStream.Coding.SIGNED, 1,
            VoiceStream.Coding.UNSIGNED, 130, VoiceStream.Coding.UNSIGNED, 131, VoiceStream.Coding.MU_LAW, 132, VoiceStream.Coding.A_LAW);
    private static final Map<Integer, VoiceStream.Coding> USR_CODINGS = Map.of(128, VoiceStream.Coding.UNSIGNED, 130,
            VoiceStream.Coding.A_LAW, 131, VoiceStream.Coding.MU_LAW);

    private final ModemInterpreter interpreter;
    private final VoiceModemEmulator modem;
    private final Loop loop;
    private final ModemSettings settings;
    private final ModemProfile profile;
    private final ModemParameters parameters;
    private String codec;
    private int label;

    VoiceCommands(ModemInterpreter interpreter, VoiceModemEmulator modem, Loop loop, ModemSettings settings,
            ModemParameters parameters) {
        this.interpreter = interpreter;
        this.modem = modem;
        this.loop = loop;
        this.settings = settings;
        this.profile = settings.profile();
        this.parameters = parameters;
        reset();
    }

    void reset() {
        codec = profile.conexant() ? "1,8000,0,0" : "129,8000,0,0";
    }

    /// The `+VLS` label that stands for what happened to the hook.
    void label(int now) {
        label = now;
    }

    Step execute(Command command, long at) {
        return switch (command.name()) {
            case "+VSM" -> codec(command);
            case "+VLS" -> label(command, at);
            case "+VTR" -> stream(command, VoiceStream.Kind.DUPLEX, at);
            case "+VTX" -> stream(command, VoiceStream.Kind.TRANSMIT, at);
            case "+VRX" -> stream(command, VoiceStream.Kind.RECEIVE, at);
            case "+VTS" -> command.form() == Form.SET ? tones(command.value(), at)
                    : command.form() == Form.TEST ? interpreter.say(command, "(200-3000),(200-3000),(0-255)") : Step.ERROR;
            case "+VIP" -> command.form() == Form.EXECUTE ? initialVoice() : Step.ERROR;
            default -> throw new IllegalArgumentException(command.name());
        };
    }

    /// The answer to `-TRV`, tip-ring voltage; 1.4 says that nothing is connected.
    String volts() {
        return !loop.battery() ? "1.4" : modem.offHook() || loop.otherLifted() ? "7.2" : "48.0";
    }

    private Step initialVoice() {
        parameters.put("+VNH", 0);
        reset();
        return Step.OK;
    }

    private Step codec(Command command) {
        List<String> known = profile.codecs(settings.does(Misbehaviour.VSM_VARIANT));
        return switch (command.form()) {
            case TEST -> interpreter.say(command, String.join("\r\n", known));
            case READ -> interpreter.say(command, codec);
            case SET -> {
                String[] fields = command.value().split(",", -1);
                boolean listed = fields.length <= 4 && known.stream().anyMatch(line -> line.startsWith(fields[0] + ",\""));
                boolean rate = fields.length == 1 || fields[1].isEmpty() || fields[1].equals("8000");
                if (listed && rate) {
                    codec = fields[0] + ",8000,0,0";
                }
                yield listed && rate ? Step.OK : Step.ERROR;
            }
            case EXECUTE -> Step.ERROR;
        };
    }

    private Step label(Command command, long at) {
        return switch (command.form()) {
            case TEST -> interpreter.say(command, String.join("\r\n", profile.labelLines()));
            case READ -> interpreter.say(command, Integer.toString(label));
            case EXECUTE -> Step.ERROR;
            case SET -> {
                int wanted = command.number(-1);
                if (!profile.hasLabel(wanted)) {
                    yield Step.ERROR;
                }
                label = wanted;
                if (profile.offHook(wanted)) {
                    modem.goOffHook(at);
                } else {
                    modem.goOnHook(at);
                    interpreter.hungUp();
                }
                yield interpreter.takes(ModemInterpreter.HOOK_NANOS, at);
            }
        };
    }

    private Step stream(Command command, VoiceStream.Kind kind, long at) {
        Integer code = Integer.valueOf(codec.substring(0, codec.indexOf(',')));
        VoiceStream.Coding coding = (profile.conexant() ? CONEXANT_CODINGS : USR_CODINGS).get(code);
        if (command.form() != Form.EXECUTE || !profile.offHook(label) || coding == null) {
            return Step.ERROR;
        }
        modem.later(CONNECT_NANOS, at, then -> modem.startStream(kind, coding, then));
        return Step.TAKEN;
    }

    // Tones to the line

    private Step tones(String text, long at) {
        List<ToneString.Element> elements = new ArrayList<>();
        boolean good = ToneString.parse(text, parameters.get("+VTD"), elements);
        playTone(new ArrayDeque<>(elements), good, at);
        return Step.LATER;
    }

    private void playTone(ArrayDeque<ToneString.Element> rest, boolean good, long at) {
        ToneString.Element element = rest.poll();
        if (element == null) {
            if (good) {
                interpreter.proceed(at);
            } else {
                modem.finish("ERROR", at);
            }
            return;
        }
        long length = Agenda.millis(element.hundredths() == 0 ? parameters.register(11) : element.hundredths() * 10L);
        if (modem.offHook() && element.key() == '!') {
            modem.goOnHook(at);
            modem.later(length, at, modem::goOffHook);
        } else if (modem.offHook() && element.key() != 0) {
            loop.dtmf(element.key(), at);
        }
        modem.later(length + DIGIT_GAP_NANOS, at, then -> playTone(rest, good, then));
    }
}
