package org.tipring.tdm.modem;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a modem that answers is told before it may serve a line: forget everything, say who you are, prove that you know voice and
/// mu-law at 8000 Hz, and idle in class 0, where rings and caller identity come as plain text. Pure; one for each time.
final class InitLadder {

    private enum Step {
        RESET("ATZ"), ECHO_OFF("ATE0"), RESULTS("ATV1X4S0=0"), MAKER("AT+GMI"), MODEL("AT+GMM"), FIRMWARE("ATI3"),
        CLASSES("AT+FCLASS=?"), COUNTRY("AT+GCI="), VOICE("AT+FCLASS=8"), CODECS("AT+VSM=?"), CODEC("AT+VSM="),
        SILENCE("AT+VSD="), INACTIVITY("AT+VIT=0"), GAIN("AT+VGT="), TONE_LENGTH("AT+VTD=10"), RINGBACK("AT+VRN=0"),
        LINE_SENSE("AT-STE=7"), DATA("AT+FCLASS=0"), CALLER_ID("AT+VCID=1");

        private final String line;

        Step(String line) {
            this.line = line;
        }
    }

    private static final Pattern CODEC_LINE = Pattern.compile("(?:\\+VSM:)?\\s*(\\d+)\\s*,.*");
    /// Mu-law on every voice modem that was ever seen with this driver's dialect (Conexant, USRobotics).
    private static final String USUAL_MU_LAW = "131";

    private final VoiceModemSettings settings;
    private final List<String> identity = new ArrayList<>();
    private String muLaw = USUAL_MU_LAW;
    private ModemModel model = ModemModel.V253;
    private int next;
    private String failure;

    InitLadder(VoiceModemSettings settings) {
        this.settings = settings;
    }

    /// @return null when there is nothing more to say
    AtCommand nextCommand() {
        if (next < Step.values().length && Step.values()[next] == Step.LINE_SENSE && !model.lineSense()) {
            next++;
        }
        return next == Step.values().length || failure != null ? null : AtCommand.of(line(Step.values()[next]));
    }

    private String line(Step step) {
        return step.line + switch (step) {
            case COUNTRY -> CountryOfInstallation.code(settings.country());
            case CODEC -> muLaw + ",8000";
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
            case CODECS -> reply.information().forEach(this::codec);
            case CODEC -> {
                if (!reply.ok()) {
                    failure = "the modem refuses mu-law at 8000 Hz (AT+VSM=" + muLaw + ",8000)";
                }
            }
            default -> { }
        }
    }

    /// Codes differ between makers, and between a maker's manual and its firmware: only the text counts.
    private void codec(String information) {
        Matcher line = CODEC_LINE.matcher(information);
        String text = information.toLowerCase(Locale.ROOT);
        if (line.matches() && (text.contains("mu-law") || text.contains("ulaw") || text.contains("u-law") || text.contains("g.711u"))) {
            muLaw = line.group(1);
        }
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
                + ";+VTD=10;+VSM=" + muLaw + ",8000"));
    }

    /// The same, for a modem that does not take several commands in a line.
    List<AtCommand> callParametersOneByOne() {
        return List.of(AtCommand.of("AT+VSD=" + model.silenceDetectionOff()), AtCommand.of("AT+VIT=0"),
                AtCommand.of("AT+VGT=" + settings.transmitGain()), AtCommand.of("AT+VTD=10"), AtCommand.of("AT+VSM=" + muLaw + ",8000"));
    }
}
