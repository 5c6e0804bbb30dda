package org.tipring.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CryptoAttributeTest {

    private static final String KEY = "d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";

    @Test
    void readsTheExampleOfRfc4568() {
        CryptoAttribute crypto = CryptoAttribute.parse("1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20").orElseThrow();
        assertThat(crypto.tag()).isEqualTo(1);
        assertThat(crypto.suite()).isEqualTo(SrtpSuite.AES_CM_128_HMAC_SHA1_80);
        assertThat(crypto.toSdp()).isEqualTo("1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY);
    }

    @ParameterizedTest
    @EnumSource
    void readsWhatItWrites(SrtpSuite suite) {
        CryptoAttribute crypto = CryptoAttribute.generate(42, suite, new SecureRandom());
        assertThat(CryptoAttribute.parse(crypto.toSdp())).contains(crypto);
    }

    @Test
    void keysAreNotPrinted() {
        CryptoAttribute crypto = CryptoAttribute.parse("1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY).orElseThrow();
        assertThat(crypto + " " + crypto.key() + " " + new SrtpContext(crypto.key())).doesNotContain(KEY.substring(0, 8));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", " ", "1", "1 AES_CM_128_HMAC_SHA1_80", "x AES_CM_128_HMAC_SHA1_80 inline:" + KEY, "1234567890 AES_CM_128_HMAC_SHA1_80 inline:" + KEY,
        "-1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY, "1 F8_128_HMAC_SHA1_80 inline:" + KEY, "1 AEAD_AES_128_GCM inline:" + KEY,
        "1 AES_CM_128_HMAC_SHA1_80 outline:" + KEY, "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|1:4",
        "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20|1:4", "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + ";inline:" + KEY,
        "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " UNENCRYPTED_SRTP", "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " KDR=1",
        "1 AES_CM_128_HMAC_SHA1_80 inline:%%%", "1 AES_CM_128_HMAC_SHA1_80 inline:AAAA"})
    void passesOverWhatItCannotUse(String line) {
        assertThat(CryptoAttribute.parse(line)).isEmpty();
    }

    @Test
    void aFloodOfLinesIsCutShort() {
        String line = "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + " WSH=128";
        assertThat(CryptoAttribute.usable(Collections.nCopies(5000, line))).hasSize(CryptoAttribute.MOST_LINES);
        assertThat(CryptoAttribute.usable(List.of("nonsense", line))).hasSize(1);
    }

    @Test
    void mutatedLinesNeverThrow() {
        Random random = new Random(5);
        String line = "1 AES_CM_128_HMAC_SHA1_80 inline:" + KEY + "|2^20 WSH=64";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder mutant = new StringBuilder(line);
            for (int change = 0; change <= random.nextInt(4); change++) {
                mutant.setCharAt(random.nextInt(mutant.length()), (char) random.nextInt(0x180));
            }
            CryptoAttribute.parse(mutant.substring(0, random.nextInt(mutant.length() + 1)));
        }
    }
}
