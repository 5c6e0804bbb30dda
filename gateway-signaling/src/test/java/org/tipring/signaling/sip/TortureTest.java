package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tipring.signaling.call.ReleaseCause;
import org.tipring.signaling.sip.SipEndpoint.Target;

/// The messages of RFC 4475 by UDP, each with the verdict that `EXPECT.tsv` has for it.
class TortureTest {

    private static final Path SET = Path.of(System.getProperty("tipring.material", "")).resolve("rfc4475-torture");
    private static final int SILENCE = 0;

    /// What may come back; 0 is silence. 401 for a REGISTER or INVITE: well-formed, and from a stranger, so nothing more is done with it.
    private static final Map<String, Set<Integer>> EXPECTED = new TreeMap<>();

    static {
        expect(Set.of(481), "wsinv");
        expect(Set.of(401), "esc01 escnull longreq cparam01 cparam02 regescrt regaut01 dblreq");
        expect(Set.of(501), "intmeth esc02");
        expect(Set.of(200), "lwsdisp semiuri transports zeromf");
        expect(Set.of(405, 415), "mpart01");
        expect(Set.of(SILENCE), "unreason noreason scalarlg bigcode bcast");
        expect(Set.of(400, SILENCE), "badinv01 clerr ncl quotbal escruri multi01 mismatch01 insuf mcl01");
        expect(Set.of(400, 401), "ltgtruri lwsruri lwsstart baddate unksm2");
        expect(Set.of(400, 200), "trws badaspec badbranch");
        expect(Set.of(400, 401, SILENCE), "regbadct scalar02");
        expect(Set.of(400, 200, SILENCE), "baddn baddn-with-blank-line");
        expect(Set.of(400, 501), "mismatch02");
        expect(Set.of(416), "unkscm novelsc");
        expect(Set.of(420), "bext01");
        expect(Set.of(415), "invut");
        expect(Set.of(406), "sdp01");
        expect(Set.of(200, 400, 401, 404, 405, SILENCE), "test");
    }

    /// Where the verdict of the RFC is not ours.
    static {
        // RFC 2543 needed no Contact in an INVITE; RFC 3261 does, and without one there is nowhere to send a BYE.
        expect(Set.of(400), "inv2543");
        // JAIN-SIP's parser gives up on SIP/7.0 in Via before it would answer 505. Nobody speaks it; silence does no harm.
        expect(Set.of(SILENCE), "badvers");
    }

    private static void expect(Set<Integer> verdict, String names) {
        for (String name : names.split(" ")) {
            EXPECTED.put(name, verdict);
        }
    }

    @Test
    void everyMessageGetsItsVerdictAndLeavesTheGatewayWell() throws Exception {
        assumeTrue(Files.isDirectory(SET), "the RFC 4475 messages are not here (" + SET + ")");
        List<Path> files;
        try (var all = Files.list(SET)) {
            files = all.filter(file -> file.toString().endsWith(".dat")).sorted().toList();
        }
        assertThat(files).hasSizeGreaterThan(45);
        Map<String, String> wrong = new TreeMap<>();
        try (Station gateway = Station.gateway()) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(".dat", "");
                try (Wire wire = new Wire(gateway.sip().udpPort())) {
                    String answer = null;
                    // Some share a branch with the one before, whose transaction may just be ending; a client repeats (section 17.1.2.2).
                    for (int i = 0; i < 3 && answer == null; i++) {
                        wire.send(answerable(Files.readAllBytes(file), wire.port()));
                        answer = wire.receive(mayBeSilent(name) ? 100 : 1_000);
                    }
                    int status = answer == null ? SILENCE : answer.startsWith("SIP/2.0 ") ? Wire.status(answer) : -1;
                    Set<Integer> verdict = EXPECTED.get(name);
                    if (verdict == null || !verdict.contains(status)) {
                        wrong.put(name, "got " + (answer == null ? "silence" : answer.lines().findFirst().orElse("")) + ", expected " + verdict);
                    }
                }
            }
            assertThat(gateway.sip().counters().legs()).isZero();
            gateway.hasNoMore();
            assertThat(wrong).isEmpty();
            callSucceeds(gateway);
        }
    }

    private static boolean mayBeSilent(String name) {
        return EXPECTED.getOrDefault(name, Set.of(SILENCE)).contains(SILENCE);
    }

    /// The messages name hosts of the RFC in Via; the answer goes to the address they came from and the port in Via (RFC 3261 section
    /// 18.2.2), so that port becomes ours; and what claims to have come by TCP or TLS is made to tell the truth. Nothing else is touched.
    private static byte[] answerable(byte[] message, int port) {
        String text = new String(message, java.nio.charset.StandardCharsets.ISO_8859_1);
        Matcher via = Pattern.compile("(?is)^((?:Via|v)[ \t]*:[ \t\r\n]*SIP[ \t\r\n]*/[ \t\r\n]*2.0[ \t\r\n]*/[ \t\r\n]*\\w+[ \t\r\n]+[^;:, \r\n]+)(:\\d+)?",
            Pattern.MULTILINE | Pattern.CASE_INSENSITIVE).matcher(text);
        String with = via.find() ? text.substring(0, via.end(1)).replaceAll("(?i)(TCP|TLS|SCTP)([ \t\r\n]+[^ \t\r\n]+)$", "UDP$2") + ":" + port + text.substring(via.end()) : text;
        return with.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    static void callSucceeds(Station gateway) throws Exception {
        try (Station phone = gateway.registered("201", "udp")) {
            var out = Station.newLeg();
            phone.sip().invite(out, new Target.Trunk("gateway", "1"), new SipEvent.CallingParty("", "", false), Station.offer(4000));
            var invited = gateway.await(SipEvent.Invited.class);
            gateway.sip().answer(invited.leg(), Station.offer(5000));
            phone.await(SipEvent.Answered.class);
            gateway.await(SipEvent.Acknowledged.class);
            phone.sip().release(out, ReleaseCause.NORMAL, null);
            gateway.await(SipEvent.Released.class);
        }
    }
}
