package org.tipring.signaling.config;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/// What happens to files: a few bytes changed, a line lost, doubled or moved, the end cut off, or another file altogether.
public final class Damage {

    private static final String SPICE = "[]=\"'#;:\\ \t\n\r\0{}|.,-+*XZN019";

    private Damage() {
    }

    public static byte[] damaged(String text, Random random) {
        StringBuilder result = new StringBuilder(text);
        for (int edits = 1 + random.nextInt(3); edits > 0 && !result.isEmpty(); edits--) {
            int at = random.nextInt(result.length());
            switch (random.nextInt(8)) {
                case 0 -> result.deleteCharAt(at);
                case 1 -> result.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
                case 2 -> result.setCharAt(at, SPICE.charAt(random.nextInt(SPICE.length())));
                case 3 -> result.delete(at, Math.min(result.length(), at + random.nextInt(200)));
                case 4 -> result.setLength(at);
                case 5 -> {
                    String[] lines = result.toString().split("\n", -1);
                    int line = random.nextInt(lines.length);
                    lines[line] = random.nextBoolean() ? "" : lines[line] + "\n" + lines[random.nextInt(lines.length)];
                    result = new StringBuilder(String.join("\n", lines));
                }
                case 6 -> {
                    int value = result.indexOf("=", at);
                    if (value >= 0) {
                        result.insert(value + 1, Integer.toString(random.nextInt()));
                    }
                }
                default -> result.setCharAt(at, (char) random.nextInt(0x300));
            }
        }
        byte[] bytes = result.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(10) == 0 && bytes.length > 0) {
            for (int i = 0; i < 3; i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
        }
        return bytes;
    }
}
