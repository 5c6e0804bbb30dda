package org.tipring.signaling.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.tipring.signaling.call.ReleaseCause;

/// RFC 3398 sections 7.2.6.1 and 8.2.6.1, with the deviations that the table in CauseMapping argues for.
class CauseMappingTest {

    @ParameterizedTest
    @CsvSource({"1,404", "2,404", "3,404", "26,404", "17,486", "18,408", "19,480", "20,480", "31,480", "21,403", "22,410", "23,410", "27,502",
        "28,484", "29,501", "79,501", "34,503", "38,503", "41,503", "42,503", "47,503", "58,503", "88,503", "55,403", "57,403", "87,403",
        "65,488", "70,488", "102,504", "111,500", "127,500", "30,501", "44,503", "49,503", "50,503"})
    void aQ850CauseBecomesItsStatus(int q850, int status) {
        assertThat(CauseMapping.ofQ850(q850).sipStatus()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"401,21", "402,21", "403,21", "407,21", "603,21", "404,1", "485,1", "604,1", "406,79", "415,79", "501,79", "408,102", "504,102",
        "410,22", "484,28", "486,17", "600,17", "400,41", "481,41", "500,41", "503,41", "413,127", "414,127", "420,127", "421,127", "423,127",
        "505,127", "482,127", "483,127", "480,19", "405,79", "488,65", "606,65", "502,27", "302,127", "299,127", "699,127"})
    void aStatusBecomesItsQ850Cause(int status, int q850) {
        assertThat(CauseMapping.ofStatus(status).q850()).isEqualTo(q850);
    }

    @Test
    void theReasonHeaderKnowsBetterThanTheStatus() {
        assertThat(CauseMapping.of(503, 34)).isEqualTo(ReleaseCause.NO_CIRCUIT);
        assertThat(CauseMapping.of(500, 17)).isEqualTo(ReleaseCause.BUSY);
        assertThat(CauseMapping.of(603, 21)).as("same cause: the status says more").isEqualTo(ReleaseCause.DECLINED);
        assertThat(CauseMapping.of(486, 0)).isEqualTo(ReleaseCause.BUSY);
    }

    @Test
    void aByeIsNormalUnlessItSaysOtherwise() {
        assertThat(CauseMapping.ofBye(0)).isEqualTo(ReleaseCause.NORMAL);
        assertThat(CauseMapping.ofBye(16)).isEqualTo(ReleaseCause.NORMAL);
        assertThat(CauseMapping.ofBye(31)).isEqualTo(ReleaseCause.NORMAL);
        assertThat(CauseMapping.ofBye(27)).isEqualTo(ReleaseCause.OUT_OF_ORDER);
    }

    @ParameterizedTest
    @EnumSource(ReleaseCause.class)
    void everyCauseHasAFinalStatusAndComesBackWithItsOwnQ850Cause(ReleaseCause cause) {
        assertThat(cause.sipStatus()).isBetween(400, 699);
        assertThat(CauseMapping.of(cause.sipStatus(), cause.q850()).q850()).isEqualTo(cause.q850());
    }

    @Test
    void everyNumberHasSomeCause() {
        assertThat(IntStream.range(-1, 1_000)).allSatisfy(number -> {
            assertThat(CauseMapping.ofStatus(number)).isNotNull();
            assertThat(CauseMapping.ofQ850(number)).isNotNull();
        });
    }
}
