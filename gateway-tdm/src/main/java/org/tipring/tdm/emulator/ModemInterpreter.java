package org.tipring.tdm.emulator;

import java.util.ArrayDeque;
import java.util.List;
import org.tipring.media.dsp.CallProgressTone;
import org.tipring.tdm.emulator.CommandLine.Command;
import org.tipring.tdm.emulator.CommandLine.Form;

/// Does what command lines say. One line at a time; its commands one after the other, and the first error ends it.
final class ModemInterpreter {

    /// How a command ended.
    enum Step {
        OK,
        ERROR,
        /// It takes its time; [#proceed] goes on.
        LATER,
        /// The line is over: a stream began, or dialling took over.
        TAKEN
    }

    private static final long RESET_NANOS = Agenda.millis(200);
    static final long HOOK_NANOS = Agenda.millis(30);
    private static final List<String> CLASSES = List.of("0", "1", "1.0", "2", "8");
    /// T.35 codes that a CX93001 lists.
    private static final String COUNTRIES = "00,07,09,0A,0F,16,1B,20,25,26,27,2D,2E,31,36,3C,3D,42,46,50,51,52,53,54,57,58,59,61,62,64,"
            + "69,6C,73,77,7B,7E,82,84,89,8A,8B,8E,98,99,9C,9F,A0,A1,A5,A6,A9,AD,AE,B3,B4,B5,B7,B8,C1,F9,FA,FB,FC,FD,FE";
    private final VoiceModemEmulator modem;
    private final HostPort port;
    private final ModemSettings settings;
    private final ModemProfile profile;
    private final ModemParameters parameters;
    private final LineReporter reporter;
    private final ModemDialler dialler;
    private final VoiceCommands voice;
    private final ArrayDeque<Command> commands = new ArrayDeque<>();
    private boolean echo = true;
    private String modemClass = "0";
    private String country = "B5";

    ModemInterpreter(VoiceModemEmulator modem, HostPort port, Loop loop, ModemSettings settings, ModemParameters parameters,
            LineReporter reporter) {
        this.modem = modem;
        this.port = port;
        this.settings = settings;
        this.profile = settings.profile();
        this.parameters = parameters;
        this.reporter = reporter;
        this.dialler = new ModemDialler(modem, loop, settings, parameters, reporter);
        this.voice = new VoiceCommands(this, modem, loop, settings, parameters);
    }

    boolean echo() {
        return echo;
    }

    boolean voiceClass() {
        return modemClass.equals("8");
    }

    // The line

    void start(List<Command> line, long at) {
        commands.clear();
        if (line == null) {
            modem.finish("ERROR", at);
            return;
        }
        commands.addAll(line);
        proceed(at);
    }

    void proceed(long at) {
        while (!commands.isEmpty()) {
            switch (execute(commands.poll(), at)) {
                case OK -> { }
                case ERROR -> {
                    modem.finish("ERROR", at);
                    return;
                }
                case LATER, TAKEN -> {
                    return;
                }
            }
        }
        modem.finish("OK", at);
    }

    Step takes(long nanos, long at) {
        modem.later(nanos, at, this::proceed);
        return Step.LATER;
    }

    void abortDialling(long at) {
        voice.label(0);
        dialler.abort(at);
    }

    void soundChanged(long at) {
        dialler.soundChanged(at);
    }

    private Step execute(Command command, long at) {
        String name = command.name();
        if (name.isEmpty()) {
            return Step.OK;
        }
        if (name.startsWith("+") || name.startsWith("-")) {
            return extended(command, at);
        }
        if (name.equals("D")) {
            return dial(command.value(), at);
        }
        return name.startsWith("S") ? register(command, at) : basic(command, at);
    }

    // Basic commands

    private Step basic(Command command, long at) {
        int number = command.number(0);
        if (number < 0) {
            return Step.ERROR;
        }
        return switch (command.name()) {
            case "E" -> truth(number, on -> echo = on);
            case "V" -> truth(number, on -> port.verbose = on);
            case "Q" -> truth(number, on -> port.quiet = on);
            case "Z" -> {
                reset(at);
                yield takes(RESET_NANOS, at);
            }
            case "&F" -> {
                factory();
                yield Step.OK;
            }
            case "I" -> identity(number);
            case "&V" -> {
                port.information(String.join("\r\n", parameters.profileLines(echo, port.quiet, port.verbose)));
                yield Step.OK;
            }
            case "H" -> hook(number, at);
            case "A" -> answer(at);
            default -> letter(command.name(), number);
        };
    }

    private static Step truth(int number, java.util.function.Consumer<Boolean> switched) {
        if (number > 1) {
            return Step.ERROR;
        }
        switched.accept(number == 1);
        return Step.OK;
    }

    private Step letter(String name, int number) {
        if (!parameters.knowsLetter(name)) {
            return Step.ERROR;
        }
        parameters.letter(name, number);
        return Step.OK;
    }

    private Step register(Command command, long at) {
        int index = command.name().length() == 1 ? -1 : Integer.parseInt(command.name().substring(1));
        if (index < 0 || index > 255) {
            return Step.ERROR;
        }
        if (command.form() == Form.READ) {
            port.information(String.format("%03d", index == 1 ? reporter.rings(at) : parameters.register(index)));
            return Step.OK;
        }
        int value = command.number(0);
        if (value < 0 || value > 255) {
            return Step.ERROR;
        }
        parameters.register(index, value);
        return Step.OK;
    }

    private Step identity(int index) {
        String text = index == 5 && profile.conexant() ? country : profile.information(index);
        if (text == null) {
            return Step.ERROR;
        }
        if (!text.isEmpty()) {
            port.information(text);
        }
        return Step.OK;
    }

    private Step hook(int number, long at) {
        if (number == 1) {
            modem.goOffHook(at);
            return takes(HOOK_NANOS, at);
        }
        if (number > 1) {
            return Step.ERROR;
        }
        if (parameters.get("+VNH") < 2) {
            modem.goOnHook(at);
        }
        hungUp();
        if (!profile.conexant()) {
            classChange("0");
        }
        return takes(HOOK_NANOS, at);
    }

    private Step answer(long at) {
        modem.goOffHook(at);
        if (voiceClass()) {
            voice.label(1);
            return takes(HOOK_NANOS, at);
        }
        dialler.awaitCarrier(at);
        return Step.TAKEN;
    }

    private Step dial(String number, long at) {
        commands.clear();
        voice.label(voiceClass() ? 1 : 0);
        dialler.dial(number, voiceClass(), at);
        return Step.TAKEN;
    }

    // Power, reset, classes

    void powerUp(long at) {
        reset(at);
        country = "B5";
    }

    private void reset(long at) {
        modem.goOnHook(at);
        hungUp();
        factory();
        modemClass = "0";
        voice.reset();
        reporter.forgetCaller();
    }

    private void factory() {
        echo = true;
        port.verbose = true;
        port.quiet = false;
        parameters.reset();
    }

    /// The loop is open; the class stays (it even survives the port's closing).
    void hungUp() {
        voice.label(0);
        parameters.put("+VNH", 0);
    }

    private void classChange(String next) {
        modemClass = next;
        parameters.put("+VNH", 0);
        if (settings.does(Misbehaviour.VCID_FORGOTTEN)) {
            parameters.put("+VCID", 0);
        }
    }

    // Extended commands

    private Step extended(Command command, long at) {
        String name = command.name();
        boolean forVoice = name.startsWith("+V") && !name.equals("+VCID") && !name.equals("+VRID");
        if (forVoice && !voiceClass()) {
            return Step.ERROR;
        }
        return switch (name) {
            case "+GMI" -> say(command, profile.maker());
            case "+GMI9" -> say(command, profile.maker() + " ACF");
            case "+GMM" -> say(command, profile.model());
            case "+GMR" -> say(command, profile.revision());
            case "+GCAP" -> say(command, "+FCLASS,+MS,+ES,+DS");
            case "+GCI" -> countryOf(command);
            case "+FCLASS" -> fclass(command);
            case "+VSM", "+VLS", "+VTR", "+VTX", "+VRX", "+VTS", "+VIP" -> voice.execute(command, at);
            case "+VRID" -> callerAgain(command);
            case "-TRV" -> profile.conexant() ? say(command, voice.volts()) : Step.ERROR;
            default -> parameter(command);
        };
    }

    Step say(Command command, String text) {
        port.information(settings.does(Misbehaviour.PREFIX) || profile.prefixes() ? command.name() + ": " + text : text);
        return Step.OK;
    }

    private Step parameter(Command command) {
        if (!parameters.knows(command.name())) {
            return Step.ERROR;
        }
        return switch (command.form()) {
            case TEST -> say(command, parameters.test(command.name()));
            case READ -> say(command, parameters.read(command.name()));
            case SET -> parameters.set(command.name(), command.value()) ? Step.OK : Step.ERROR;
            case EXECUTE -> Step.ERROR;
        };
    }

    private Step countryOf(Command command) {
        return switch (command.form()) {
            case TEST -> say(command, "(" + COUNTRIES + ")");
            case READ -> say(command, country);
            case SET -> {
                boolean known = command.value().length() == 2 && COUNTRIES.contains(command.value());
                country = known ? command.value() : country;
                yield known ? Step.OK : Step.ERROR;
            }
            case EXECUTE -> Step.ERROR;
        };
    }

    private Step fclass(Command command) {
        boolean voice = !settings.does(Misbehaviour.VOICE_ERROR);
        return switch (command.form()) {
            case TEST -> say(command, profile.classes(voice));
            case READ -> say(command, modemClass);
            case SET -> {
                boolean known = CLASSES.contains(command.value())
                        && List.of(profile.classes(voice).split(",\\s*")).contains(command.value());
                if (known) {
                    classChange(command.value());
                }
                yield known ? Step.OK : Step.ERROR;
            }
            case EXECUTE -> Step.ERROR;
        };
    }

    private Step callerAgain(Command command) {
        if (!reporter.lastCaller().isEmpty()) {
            StringBuilder block = new StringBuilder();
            reporter.lastCaller().forEach(line -> block.append("\r\n").append(line).append("\r\n"));
            port.raw(block.toString());
        }
        return command.form() == Form.SET ? Step.OK : Step.ERROR;
    }

    /// The tone that the dialler listens for, so that both say the same.
    static boolean saysNo(CallProgressTone tone) {
        return tone == CallProgressTone.BUSY || tone == CallProgressTone.REORDER;
    }
}
