package org.tipring.signaling.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CallRecordWriterTest {

    @TempDir
    Path directory;

    @Test
    void oneLineForEachCallInOrder() throws Exception {
        Path file = directory.resolve("new/calls.jsonl");
        try (CallRecordWriter writer = new CallRecordWriter(file)) {
            for (int i = 0; i < 300; i++) {
                writer.write(CallRecords.answered("call" + i));
            }
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(300).allSatisfy(JsonSyntax::check);
        assertThat(lines.get(7)).isEqualTo("""
            {"id":"call7","from":"phones/201","caller":"Ann","called":"9123456","route":"outside","to":"landlines/fxo1",\
            "sent":"123456","started":"2026-03-01T12:00:00Z","answered":"2026-03-01T12:00:04Z","ended":"2026-03-01T12:00:14Z",\
            "answeredBy":"voice","answerHeard":"2026-03-01T12:00:04Z","answerHeardBy":"voice","cause":"NORMAL","q850":16,"endedBy":"caller","detail":"",\
            "timeline":[{"millis":0,"where":"sip","what":"INVITE"},{"millis":40,"where":"route","what":"outside"}],\
            "media":[{"leg":"caller","codec":"PCMA","packetsSent":500,"packetsReceived":498,"lost":2,"jitterMicros":1250,\
            "foreign":0,"concealed":2,"srtp":"AES_CM_128_HMAC_SHA1_80","mosReceived":4.31,"mosSent":null,\
            "receivedDbm0":-18.5,"receivedNoiseDbm0":-62.0,"sentDbm0":-35.0,"sentNoiseDbm0":null}]}""");
    }

    @Test
    void aCallersNameCannotStartALineOfItsOwn() throws Exception {
        Path file = directory.resolve("calls.jsonl");
        try (CallRecordWriter writer = new CallRecordWriter(file)) {
            writer.write(CallRecords.from("a", "x\"}\n{\"id\":\"forged\"}\r\u2028\0\u001b[2J"));
        }
        assertThat(Files.readAllLines(file)).hasSize(1).allSatisfy(JsonSyntax::check);
    }

    @Test
    void onlyTheOwnerMayReadWhoCalledWhom() throws Exception {
        Path file = directory.resolve("calls.jsonl");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
        new CallRecordWriter(file).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    @Test
    void appendsAfterARestartAndClosesALineThatALossOfPowerTore() throws Exception {
        Path file = directory.resolve("calls.jsonl");
        Files.writeString(file, "{\"id\":\"whole\"}\n{\"id\":\"to");
        try (CallRecordWriter writer = new CallRecordWriter(file)) {
            writer.write(CallRecords.busy("next"));
        }
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(3).startsWith("{\"id\":\"whole\"}", "{\"id\":\"to");
        JsonSyntax.check(lines.get(2));
    }

    @Test
    void goesOnInANewFileWhenTheOldOneIsMovedAway() throws Exception {
        Path file = directory.resolve("calls.jsonl");
        Path moved = directory.resolve("calls.jsonl.1");
        try (CallRecordWriter writer = new CallRecordWriter(file)) {
            writer.write(CallRecords.busy("before"));
            awaitWritten(writer, 1);
            Files.move(file, moved);
            writer.write(CallRecords.busy("after"));
        }
        assertThat(Files.readString(moved)).contains("before").doesNotContain("after");
        assertThat(Files.readString(file)).contains("after").doesNotContain("before");
    }

    /// /dev/full refuses every write as a full disk does.
    @Test
    void aFullDiskIsCountedAndDoesNotStopTheWriter() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full on this system");
        Path file = directory.resolve("calls.jsonl");
        try (CallRecordWriter writer = new CallRecordWriter(file)) {
            Files.delete(file);
            Files.createSymbolicLink(file, Path.of("/dev/full"));
            assumeTrue(Files.isWritable(file), "/dev/full may not be written");
            writer.write(CallRecords.busy("lost"));
            awaitTrue(() -> writer.failed() == 1);
            Files.delete(file);
            writer.write(CallRecords.busy("kept"));
            awaitWritten(writer, 1);
        }
        assertThat(Files.readString(file)).contains("kept");
    }

    @Test
    void aPathThatCannotBeWrittenStopsTheStart() throws Exception {
        Path notADirectory = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> new CallRecordWriter(notADirectory.resolve("calls.jsonl"))).isInstanceOf(IOException.class);
    }

    @Test
    void whatWasCountedAsWrittenSurvivesKill9() throws Exception {
        Path file = directory.resolve("calls.jsonl");
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp", System.getProperty("java.class.path"), Endless.class.getName(), file.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String said;
        try (InputStream out = child.getInputStream()) {
            said = new String(out.readNBytes(1500), StandardCharsets.US_ASCII);
            // Not the process's own method: that closes the stream, and with it the last counts.
            child.toHandle().destroyForcibly();
            said += new String(out.readAllBytes(), StandardCharsets.US_ASCII);
        } finally {
            child.destroyForcibly();
        }
        // The last line may be torn.
        String[] counts = said.substring(0, said.lastIndexOf('\n')).split("\n");
        int counted = Integer.parseInt(counts[counts.length - 1]);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSizeGreaterThanOrEqualTo(counted);
        for (int i = 0; i < counted; i++) {
            JsonSyntax.check(lines.get(i));
            assertThat(lines.get(i)).startsWith("{\"id\":\"call" + i + "\"");
        }
    }

    /// Writes until it is killed, and says how many are written.
    static final class Endless {

        public static void main(String[] file) throws IOException {
            CallRecordWriter writer = new CallRecordWriter(Path.of(file[0]));
            for (int i = 0; ; i++) {
                writer.write(CallRecords.answered("call" + i));
                while (writer.written() <= i) {
                    Thread.onSpinWait();
                }
                System.out.println(writer.written());
            }
        }
    }

    private static void awaitWritten(CallRecordWriter writer, long records) {
        awaitTrue(() -> writer.written() >= records);
    }

    private static void awaitTrue(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }
}
