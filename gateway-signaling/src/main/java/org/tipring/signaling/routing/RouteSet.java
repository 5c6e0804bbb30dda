package org.tipring.signaling.routing;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntConsumer;

/// Some routes by their place in the plan, as bits; only words that hold any are kept.
final class RouteSet {

    static final RouteSet NONE = new RouteSet(new int[0], new long[0], 0);

    private final int[] words;
    private final long[] bits;
    /// Words without a gap from 0 are looked up directly.
    private final int direct;

    private RouteSet(int[] words, long[] bits, int direct) {
        this.words = words;
        this.bits = bits;
        this.direct = direct;
    }

    static RouteSet of(BitSet set) {
        long[] all = set.toLongArray();
        int count = 0;
        for (long word : all) {
            count += word == 0 ? 0 : 1;
        }
        if (count == 0) {
            return NONE;
        }
        int[] words = new int[count];
        long[] bits = new long[count];
        int next = 0;
        for (int word = 0; word < all.length; word++) {
            if (all[word] != 0) {
                words[next] = word;
                bits[next++] = all[word];
            }
        }
        return new RouteSet(words, bits, count == all.length ? count : 0);
    }

    int wordCount() {
        return words.length;
    }

    int wordAt(int place) {
        return words[place];
    }

    boolean contains(int route) {
        return (word(route / Long.SIZE) >> route & 1) == 1;
    }

    void forEach(IntConsumer action) {
        for (int place = 0; place < words.length; place++) {
            for (long left = bits[place]; left != 0; left &= left - 1) {
                action.accept(words[place] * Long.SIZE + Long.numberOfTrailingZeros(left));
            }
        }
    }

    long word(int word) {
        if (direct > 0) {
            return word < direct ? bits[word] : 0;
        }
        if (words.length == 0) {
            return 0;
        }
        int place = words.length == 1 ? words[0] == word ? 0 : -1 : Arrays.binarySearch(words, word);
        return place >= 0 ? bits[place] : 0;
    }

    /// The union of a few sets, asked word by word.
    record Union(RouteSet a, RouteSet b, RouteSet c) {

        long word(int word) {
            return a.word(word) | b.word(word) | c.word(word);
        }

        int wordCount() {
            return a.wordCount() + b.wordCount() + c.wordCount();
        }

        /// The first word from `from` on that may hold a route, or `Integer.MAX_VALUE`.
        int nextWord(int from) {
            return Math.min(nextWord(a, from), Math.min(nextWord(b, from), nextWord(c, from)));
        }

        private static int nextWord(RouteSet set, int from) {
            int count = set.words.length;
            if (count == 0 || set.words[count - 1] < from) {
                return Integer.MAX_VALUE;
            }
            if (set.words[0] >= from) {
                return set.words[0];
            }
            if (set.direct > 0) {
                return from;
            }
            int place = Arrays.binarySearch(set.words, from);
            return set.words[place >= 0 ? place : -place - 1];
        }
    }
}
