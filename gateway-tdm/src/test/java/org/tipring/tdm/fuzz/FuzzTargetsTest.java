package org.tipring.tdm.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tipring.media.fuzz.Mutations;

/// The fuzz targets of this module, with seeds and their mutations. `scripts/fuzz` searches on.
class FuzzTargetsTest {

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<byte[]> transcripts() throws IOException {
        List<byte[]> all = new ArrayList<>();
        Path folder = Path.of(System.getProperty("tipring.material", "")).resolve("modem-transcripts");
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.sorted().toList()) {
                    all.add(Files.readAllBytes(file));
                }
            }
        }
        return all;
    }

    @Test
    void modemBytes() throws IOException {
        List<byte[]> own = List.of(bytes("\u0001\u0003\r\nRING\r\n\r\nOK\r\n\u0010R"), bytes("\u0080\u0005\r\nCONNECT\r\nabc\u0010\u0010d\u00105e\u0010\u0003\r\nOK\r\n"),
            bytes("\u0080\u0001\r\nVCON\r\n\u0010\u0010\u0010\u0010\u0010\u0003"));
        Mutations.run(AtReaderFuzz::fuzzerTestOneInput, own, transcripts(), 30_000);
    }

    @Test
    void callerId() throws IOException {
        List<byte[]> own = List.of(bytes("DATE = 1125\nTIME = 1400\nNMBR = 5550177\nNAME = MARY"), bytes("NMBR=P"),
            // SDMF and MDMF with their checksums (Telcordia GR-30).
            new byte[] {4, 11, '1', '1', '2', '5', '1', '4', '0', '0', '5', '5', '5', 0x40}, bytes("\u0080\u0010\u0001\b11251400\u0002\u0004\u0035\u0035\u0035\u0031\u0055"));
        Mutations.run(CallerIdFuzz::fuzzerTestOneInput, own, transcripts(), 30_000);
    }
}
