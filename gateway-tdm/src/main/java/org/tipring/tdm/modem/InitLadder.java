package org.tipring.tdm.modem;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a modem that answers is told before it may serve a line: forget everything, say who you are, prove that you know voice and
/// mu-law (or 8-bit linear) at 8000 Hz, and idle in class 0, where rings and caller identity come as plain text. Pure; one for each time.
final class InitLadder {

    private enum Step {
        RESET("ATZ"), ECHO_OFF("ATE0"), RESULTS("ATV1X4S0=0"), MAKER("AT+GMI"), MODEL("AT+GMM"), FIRMWARE("ATI3"),
        CLASSES("AT+FCLASS=?"), COUNTRY("AT+GCI="), VOICE("AT+FCLASS=8"), CODECS("AT+VSM=?"), CODEC("AT+VSM="),
        SILENCE("AT+VSD="), INACTIVITY("AT+VIT=0"), GAIN("AT+VGT="), TONE_LENGTH("AT+VTD=10"), RINGBACK("AT+VRN=0"),
        LINE_SENSE("AT-STE=7"), DATA("AT+FCLASS=0"), CALLER_ID("AT+VCID=1"), VOLTAGE("AT-TRV");

        private final String line;

        Step(String line) {
            this.line = line;
        }
    }

    /// Nothing here does harm when it is said twice, and an answer may have been read by another program (ModemManager) that looked in.
    private static final int TRIES = 2;
    private static final long LIMIT = 1_500_000_000L;
    private static final long RESET_LIMIT = 2_500_000_000L;
    private static final Pattern CODEC_LINE = Pattern.compile("(?:\\+VSM:)?\\s*(\\d+)\\s*,.*");
    /// Mu-law on every voice modem that was ever seen with this driver's dialect (Conexant, USRobotics).
    private static final String USUAL_MU_LAW = "131";

    private final VoiceModemSettings settings;
    private final List<String> identity = new ArrayList<>();
    private String muLaw = USUAL_MU_LAW;
    private String linear = "";
    private boolean codecsListed;
    private StreamCoding coding = StreamCoding.MU_LAW;
    private LineVoltage voltage = LineVoltage.UNKNOWN;
    private ModemModel model = ModemModel.V253;
    private int next;
    private String failure;

    InitLadder(VoiceModemSettings settings) {
        this.settings = settings;
    }

    /// @return null when there is nothing more to say
    AtCommand nextCommand() {
        while (next < Step.values().length && !applies(Step.values()[next])) {
            next++;
        }
        if (next == Step.values().length || failure != null) {
            return null;
        }
        Step step = Step.values()[next];
        return AtCommand.of(line(step), step == Step.RESET ? RESET_LIMIT : LIMIT, TRIES);
    }

    private boolean applies(Step step) {
        return switch (step) {
            case LINE_SENSE, VOLTAGE -> model.lineSense();
            case COUNTRY -> CountryOfInstallation.code(settings.country()) != null;
            default -> true;
        };
    }

    private String line(Step step) {
        return step.line + switch (step) {
            case COUNTRY -> CountryOfInstallation.code(settings.country());
            case CODEC -> codec() + ",8000";
            case SILENCE -> model.silenceDetectionOff();
            case GAIN -> settings.transmitGain();
            default -> "";
        };
    }

    void reply(AtReply reply) {
        Step step = Step.values()[next++];
        if (reply.result() == AtReply.Result.NO_REPLY) {
            failure = "the modem stopped answering at " + line(step);
            return;
        }
        switch (step) {
            case MAKER, MODEL, FIRMWARE -> {
                identity.addAll(reply.information());
                model = ModemModel.of(identity);
            }
            case CLASSES -> {
                if (!reply.information().isEmpty() && !reply.information().toString().matches(".*[ ,:\\[(]8[ ,\\])].*")) {
                    failure = "this is no voice modem: it offers the classes " + reply.information() + " without 8";
                }
            }
            case VOICE -> {
                if (!reply.ok()) {
                    failure = "the modem refuses voice (AT+FCLASS=8); a USRobotics 5637 needs firmware 1.2.23";
                }
            }
            case CODECS -> {
                reply.information().forEach(this::listed);
                coding = codecsListed && muLaw.isEmpty() && !linear.isEmpty() ? StreamCoding.UNSIGNED : StreamCoding.MU_LAW;
                muLaw = muLaw.isEmpty() ? USUAL_MU_LAW : muLaw;
            }
            case CODEC -> codecAnswered(reply);
            case VOLTAGE -> voltage = LineVoltage.of(reply);
            default -> { }
        }
    }

    /// Codes differ between makers, and between a maker's manual and its firmware: only the text counts.
    private void listed(String information) {
        Matcher line = CODEC_LINE.matcher(information);
        if (!line.matches()) {
            return;
        }
        if (!codecsListed) {
            codecsListed = true;
            muLaw = "";
        }
        String text = information.toLowerCase(Locale.ROOT);
        if (text.contains("mu-law") || text.contains("ulaw") || text.contains("u-law") || text.contains("g.711u")) {
            muLaw = line.group(1);
        } else if (linear.isEmpty() && (text.contains("unsigned pcm") || text.contains("8-bit linear") || text.contains("unsigned linear"))) {
            linear = line.group(1);
        }
    }

    private void codecAnswered(AtReply reply) {
        if (reply.ok()) {
            return;
        }
        if (coding == StreamCoding.MU_LAW && !linear.isEmpty()) {
            coding = StreamCoding.UNSIGNED;
            next = Step.CODEC.ordinal();
        } else {
            failure = "the modem refuses " + coding.name + " at 8000 Hz (AT+VSM=" + codec() + ",8000)";
        }
    }

    private String codec() {
        return coding == StreamCoding.MU_LAW ? muLaw : linear;
    }

    /// How samples are written; mu-law unless the modem has none.
    StreamCoding coding() {
        return coding;
    }

    /// What the line's voltage was when all was said.
    LineVoltage voltage() {
        return voltage;
    }

    /// Why this modem cannot serve, or null.
    String failure() {
        return failure;
    }

    ModemModel model() {
        return model;
    }

    /// Maker, model and firmware as the modem said them.
    String identity() {
        return String.join(" ", identity);
    }

    /// Everything that may have been lost in class 0, said again for each call.
    List<AtCommand> callParameters() {
        return List.of(AtCommand.of("AT+VSD=" + model.silenceDetectionOff() + ";+VIT=0;+VGT=" + settings.transmitGain()
                + ";+VTD=10;+VSM=" + codec() + ",8000"));
    }

    /// The same, for a modem that does not take several commands in a line.
    List<AtCommand> callParametersOneByOne() {
        return List.of(AtCommand.of("AT+VSD=" + model.silenceDetectionOff()), AtCommand.of("AT+VIT=0"),
                AtCommand.of("AT+VGT=" + settings.transmitGain()), AtCommand.of("AT+VTD=10"), AtCommand.of("AT+VSM=" + codec() + ",8000"));
    }
}
