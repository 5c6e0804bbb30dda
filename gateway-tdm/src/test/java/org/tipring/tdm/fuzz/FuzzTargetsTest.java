package org.tipring.tdm.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
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
    void cardBytes() {
        HexFormat hex = HexFormat.of();
        List<byte[]> own = List.of(
            // A stream of vectors.txt: three frames; then the same as bodies: off-hook, a flash, ten pulses, a card that has begun anew.
            hex.parseHex("0301" + "0009010101112233b285000005010201440455bab2000002400501014cc900"),
            hex.parseHex("0703" + "0140000001" + "024100012c01" + "014200020a" + "0e03ff000000e803000000000000000000000000"),
            hex.parseHex("0902" + "1606ff0001010003073f00020102046361726403312e30024137" + "0440010001000000"));
        Mutations.run(CardFuzz::fuzzerTestOneInput, own, List.of(), 30_000);
    }

    @Test
    void textMessages() {
        // Two parts in one store; a sender with a name; UCS-2.
        HexFormat hex = HexFormat.of();
        byte[] parts = hex.parseHex("1d0044029121000062115221000040090500030102014161" + "0000000000" + "1d" + "0044029121000062115221000040090500030102024161" + "0000000000");
        byte[] named = hex.parseHex("1c00040ed0d6b71c6e36a78700006211522100004002c834000000000000");
        byte[] wide = hex.parseHex("1900040d91683108000000f0000862707021030023044f60597d");
        Mutations.run(SmsFuzz::fuzzerTestOneInput, List.of(parts, named, wide), List.of(), 30_000);
    }

    @Test
    void callerId() throws IOException {
        List<byte[]> own = List.of(bytes("DATE = 1125\nTIME = 1400\nNMBR = 5550177\nNAME = MARY"), bytes("NMBR=P"),
            // SDMF and MDMF with their checksums (Telcordia GR-30).
            new byte[] {4, 11, '1', '1', '2', '5', '1', '4', '0', '0', '5', '5', '5', 0x40}, bytes("\u0080\u0010\u0001\b11251400\u0002\u0004\u0035\u0035\u0035\u0031\u0055"));
        Mutations.run(CallerIdFuzz::fuzzerTestOneInput, own, transcripts(), 30_000);
    }
}
