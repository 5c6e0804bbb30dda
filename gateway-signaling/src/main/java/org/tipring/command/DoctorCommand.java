package org.tipring.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.tipring.doctor.Examination;
import org.tipring.doctor.Examined;
import org.tipring.doctor.Finding;
import org.tipring.doctor.LineSection;
import org.tipring.doctor.MobileExamination;
import org.tipring.doctor.Patient;
import org.tipring.doctor.Practice;
import org.tipring.doctor.Proposal;
import org.tipring.gateway.EmulatedLines;
import org.tipring.gateway.LoneLines;
import org.tipring.media.net.WavWriter;
import org.tipring.signaling.config.ConfigException;
import org.tipring.signaling.config.ConfigLoader;
import org.tipring.signaling.config.CountryPacks;
import org.tipring.signaling.config.GatewayConfig;
import org.tipring.signaling.ops.Json;
import org.tipring.tdm.line.CountryProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `gateway line doctor`
@Command(name = "doctor", mixinStandardHelpOptions = true, description = {
        "Measures a telephone line and proposes what lines.ini should say of it.",
        "The gateway must not be running on the line. Half a minute alone, a minute and a half more with a call.",
        "Of a mobile line: network and signal, and with --call how a call fares and sounds. Of a line card's: its battery, too."},
        exitCodeListHeading = "Exit status:%n", exitCodeList = {"0:examined", "1:the line has a fault: no device, no dial tone, no sign of hang-up",
            "69:a device cannot be opened", "78:the configuration is wrong"})
public final class DoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NAME", description = "The line, as lines.ini calls it.")
    private String name;

    @Option(names = "--with", paramLabel = "NAME", description = "Another of our lines, to call and to be answered by: shows ringback, answer and hang-up.")
    private String with;

    @Option(names = "--call", paramLabel = "NUMBER",
            description = "What to dial: the other line's number (an emulated one's is known), or a telephone that somebody answers and hangs up.")
    private String number;

    @Option(names = "--quiet-key", paramLabel = "KEY", defaultValue = "1", description = "The key that ends dial tone without calling anybody; default ${DEFAULT-VALUE}.")
    private String quietKey;

    @Option(names = "--evidence", paramLabel = "DIR", description = "Where to put the recordings; default line-doctor-NAME here.")
    private Path evidence;

    @Option(names = "--config", paramLabel = "DIR", description = "The folder with gateway.ini and its neighbours; default: etc here, or else the program's.")
    private Path folder = StandardFolder.path();

    @Option(names = "--apply", description = "Write what is proposed into lines.ini.")
    private boolean apply;

    @Option(names = "--json", description = "One JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (!quietKey.matches("[0-9*#]")) {
            throw new ParameterException(spec.commandLine(), "--quiet-key is one of 0-9 * #: " + quietKey);
        }
        if (number != null && !number.matches("[0-9*#,]+")) {
            throw new ParameterException(spec.commandLine(), "--call is digits, * # and , for a pause: " + number);
        }
        GatewayConfig config = ConfigLoader.load(folder);
        GatewayConfig.LineSection line = line(config, name);
        GatewayConfig.LineSection other = with == null ? null : line(config, with);
        String dial = number != null || other == null ? number : EmulatedLines.number(config, other);
        if (other != null && (line.cellular() || other.cellular())) {
            throw new ParameterException(spec.commandLine(), "--with is for lines of an exchange; a mobile line calls a telephone beside you: --call NUMBER");
        }
        if (other != null && (dial.isEmpty() || other.equals(line))) {
            throw new ParameterException(spec.commandLine(), other.equals(line) ? "--with is another line than NAME" : "say the number of " + with + ": --call NUMBER");
        }
        Practice practice = new Practice(System::nanoTime, () -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2)));
        try (LoneLines lines = new LoneLines(config, practice.control())) {
            return line.cellular() ? examineMobile(practice, line, dial, lines) : examine(practice, config, line, other, dial, lines);
        } finally {
            practice.close();
        }
    }

    private GatewayConfig.LineSection line(GatewayConfig config, String wanted) {
        return config.lines().stream().filter(one -> one.name().equals(wanted)).findFirst().orElseThrow(() -> new ParameterException(spec.commandLine(),
                "no line " + wanted + " in " + folder.resolve("lines.ini") + ": there are " + config.lines().stream().map(GatewayConfig.LineSection::name).toList()));
    }

    private int examine(Practice practice, GatewayConfig config, GatewayConfig.LineSection line, GatewayConfig.LineSection other, String dial, LoneLines lines)
            throws Exception {
        Examination examination = new Examination(practice, countries(config), quietKey);
        Patient patient = practice.admit(lines.port(line));
        boolean usable = examination.alone(patient);
        if (usable && dial != null) {
            examination.call(patient, dial, other == null ? null : practice.admit(lines.port(other)));
        }
        List<Proposal> proposals = new ArrayList<>();
        if (usable) {
            proposals.addAll(examination.proposals(line.country(), line.answer().toString(), line.dialTone().toString()));
            proposals.addAll(examination.gains(line.habits().gainIn(), line.habits().gainOut()));
        }
        report(examination, proposals, usable, dial != null);
        List<Proposal> changes = proposals.stream().filter(Proposal::changes).toList();
        if (apply && !changes.isEmpty()) {
            LineSection.write(folder.resolve("lines.ini"), name, changes);
        }
        return usable && !examination.hangUpIsSilent() ? 0 : 1;
    }

    private int examineMobile(Practice practice, GatewayConfig.LineSection line, String dial, LoneLines lines) throws IOException {
        MobileExamination examination = new MobileExamination(practice);
        Patient patient = practice.admit(lines.port(line));
        boolean usable = examination.alone(patient);
        if (usable && dial != null) {
            examination.call(patient, dial);
        }
        report(examination, List.of(), usable, dial != null);
        if (usable && dial == null && !json) {
            System.out.println("\nHow a call fares and sounds needs one: --call NUMBER of a telephone beside you.");
        }
        return usable ? 0 : 1;
    }

    private void report(Examined examination, List<Proposal> proposals, boolean usable, boolean called) throws IOException {
        write(examination.recordings());
        System.out.println(json ? json(examination, proposals, usable) : text(examination, proposals, called));
    }

    private List<CountryProfile> countries(GatewayConfig config) throws ConfigException {
        List<CountryProfile> all = new ArrayList<>(config.countries().values());
        for (String iso : CountryPacks.embedded()) {
            if (!config.countries().containsKey(iso)) {
                all.add(CountryPacks.load(iso, folder));
            }
        }
        return all;
    }

    private void write(Map<String, short[]> recordings) throws IOException {
        Path into = evidenceFolder();
        Files.createDirectories(into);
        for (Map.Entry<String, short[]> recording : recordings.entrySet()) {
            try (WavWriter wav = WavWriter.mono(into.resolve(recording.getKey() + ".wav"))) {
                wav.write(recording.getValue(), 0, recording.getValue().length);
            }
        }
    }

    private Path evidenceFolder() {
        return evidence != null ? evidence : Path.of("line-doctor-" + name);
    }

    private String text(Examined examination, List<Proposal> proposals, boolean called) {
        StringBuilder text = new StringBuilder();
        for (Finding finding : examination.findings()) {
            text.append("%-26s %s%s%s%n".formatted(finding.what(), finding.found(), finding.sure() == Finding.Confidence.SURE ? "" : " (" + word(finding.sure()) + ")",
                finding.evidence().isEmpty() ? "" : "  [" + evidenceFolder().resolve(finding.evidence() + ".wav") + "]"));
        }
        if (!called && !proposals.isEmpty()) {
            text.append("%nRingback, answer and hang-up need a call: --with LINE, or --call NUMBER of a telephone beside you.%n".formatted());
        }
        for (Proposal proposal : proposals) {
            text.append("%n%s %-11s = %-10s ; %s (%s)".formatted(proposal.changes() ? "+" : " ", proposal.key(), proposal.proposed(), proposal.why(), word(proposal.sure())));
            if (proposal.changes()) {
                text.append("%n- %-11s = %s".formatted(proposal.key(), proposal.present()));
            }
        }
        boolean changes = proposals.stream().anyMatch(Proposal::changes);
        return text.append(proposals.isEmpty() ? "" : !changes ? "\n\nlines.ini says it already." : apply ? "\n\nWritten into " + folder.resolve("lines.ini") + "."
            : "\n\n--apply writes the lines with + into " + folder.resolve("lines.ini") + ".").toString();
    }

    private static String word(Finding.Confidence confidence) {
        return confidence.name().toLowerCase(java.util.Locale.ROOT);
    }

    private String json(Examined examination, List<Proposal> proposals, boolean usable) {
        Json json = new Json().object().field("line", name).key("usable").value(usable).key("findings").array();
        for (Finding finding : examination.findings()) {
            json.object().field("what", finding.what()).field("found", finding.found()).field("confidence", word(finding.sure()));
            json.field("evidence", finding.evidence().isEmpty() ? "" : evidenceFolder().resolve(finding.evidence() + ".wav").toString()).endObject();
        }
        json.endArray().key("proposals").array();
        for (Proposal proposal : proposals) {
            json.object().field("key", proposal.key()).field("present", proposal.present()).field("proposed", proposal.proposed())
                .field("confidence", word(proposal.sure())).field("why", proposal.why()).endObject();
        }
        return json.endArray().endObject().toString();
    }
}
