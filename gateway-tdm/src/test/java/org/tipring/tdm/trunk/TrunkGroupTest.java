package org.tipring.tdm.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tipring.tdm.line.LineId;

class TrunkGroupTest {

    private static final LineId A = new LineId("a");
    private static final LineId B = new LineId("b");
    private static final LineId C = new LineId("c");

    @Test
    void fixedOrdersDoNotMove() {
        TrunkGroup up = group(HuntOrder.ASCENDING);
        TrunkGroup down = group(HuntOrder.DESCENDING);
        up.used(A, 1);
        down.used(C, 1);
        assertThat(up.hunt()).containsExactly(A, B, C);
        assertThat(down.hunt()).containsExactly(C, B, A);
    }

    @Test
    void roundRobinGoesOnFromTheLineUsedLast() {
        TrunkGroup group = group(HuntOrder.ROUND_ROBIN);
        assertThat(group.hunt()).containsExactly(A, B, C);
        group.used(A, 1);
        assertThat(group.hunt()).containsExactly(B, C, A);
        group.used(C, 2);
        assertThat(group.hunt()).containsExactly(A, B, C);
    }

    @Test
    void leastRecentlyUsedPrefersTheLongestRest() {
        TrunkGroup group = group(HuntOrder.LEAST_RECENTLY_USED);
        group.used(A, -5);
        group.used(B, 10);
        assertThat(group.hunt()).containsExactly(C, A, B);
        group.used(A, 20);
        group.used(C, 15);
        assertThat(group.hunt()).containsExactly(B, C, A);
    }

    @Test
    void leastUsedCountsCalls() {
        TrunkGroup group = group(HuntOrder.LEAST_USED);
        group.used(A, 1);
        group.used(A, 2);
        group.used(B, 3);
        assertThat(group.hunt()).containsExactly(C, B, A);
        assertThat(group.useCount(A)).isEqualTo(2);
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new TrunkGroup("pstn", List.of(), HuntOrder.ASCENDING)).hasMessageContaining("no line");
        assertThatThrownBy(() -> new TrunkGroup("pstn", List.of(A, A), HuntOrder.ASCENDING)).hasMessageContaining("twice");
        assertThatThrownBy(() -> group(HuntOrder.ASCENDING).used(new LineId("x"), 1)).hasMessageContaining("not in the trunk group");
    }

    private static TrunkGroup group(HuntOrder order) {
        return new TrunkGroup("pstn", List.of(A, B, C), order);
    }
}
