package org.tipring.signaling.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.tipring.signaling.call.CallRecord;
import org.tipring.signaling.call.CallStatus;

/// `/`: one page that a person can read, without a script; the browser asks again every few seconds.
final class StatusHtml {

    private static final String HEAD = """
        <!DOCTYPE html>
        <html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="5">
        <meta name="viewport" content="width=device-width"><title>Tipring</title><style>
        body{font:15px/1.45 system-ui,sans-serif;margin:2em auto;max-width:70em;padding:0 1em;color:#222;background:#fff}
        h1{font-size:1.5em}h2{font-size:1.1em;margin:1.6em 0 .3em}
        table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.25em .8em .25em 0;border-bottom:1px solid #ddd;
        vertical-align:top}th{color:#666;font-weight:normal}.good{color:#17692b}.bad{color:#a40000}.none{color:#666}
        details{font-size:.9em}
        @media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}td,th{border-color:#444}.good{color:#7fd08f}
        .bad{color:#ff8a80}th,.none{color:#999}}
        </style></head><body>
        """;

    private final StringBuilder out = new StringBuilder(8192).append(HEAD);
    private final Instant now;

    private StatusHtml(Instant now) {
        this.now = now;
    }

    static String of(GatewayStatus status, List<CallRecord> endings, Instant now) {
        StatusHtml page = new StatusHtml(now);
        page.heading(status);
        page.lines(status.lines());
        page.calls(status.calls());
        page.registrations(status.registrations());
        page.trunks(status.trunks());
        page.bans(status.bans());
        page.endings(endings);
        return page.out.append("</body></html>\n").toString();
    }

    private void heading(GatewayStatus status) {
        out.append("<h1>Tipring</h1><p>");
        if (status.trouble().isEmpty()) {
            out.append("<span class=good>Taking calls</span>");
        } else {
            out.append("<span class=bad>Not taking calls: ").append(escape(status.trouble())).append("</span>");
        }
        out.append(", running for ").append(since(status.started())).append(".</p>");
    }

    private void lines(List<GatewayStatus.Line> lines) {
        table("Lines", lines.isEmpty(), "line", "state", "for", "echo", "loudness", "clock", "");
        for (GatewayStatus.Line line : lines) {
            row(line.name(), line.state().toString(), since(line.since()), echo(line.sound()), loudness(line.sound()), clock(line.sound()), line.detail());
        }
        end(lines.isEmpty());
    }

    private static String echo(GatewayStatus.LineSound sound) {
        return sound == null || Double.isNaN(sound.echoLossDb()) ? "" : String.format(Locale.ROOT, "%.0f dB weaker after %d ms, %.0f dB of it removed%s",
            sound.echoLossDb(), sound.echoDelayMillis(), sound.echoRemovedDb(), sound.echoSettled() ? "" : ", still learning");
    }

    private static String loudness(GatewayStatus.LineSound sound) {
        return sound == null ? "" : "hears " + dBm0(sound.heardDbm0()) + ", noise " + dBm0(sound.noiseDbm0()) + ", gets " + dBm0(sound.sentDbm0());
    }

    private static String dBm0(double level) {
        return Double.isNaN(level) ? "nothing" : String.format(Locale.ROOT, "%.0f dBm0", level);
    }

    private static String clock(GatewayStatus.LineSound sound) {
        return sound == null || Double.isNaN(sound.clockPpm()) ? "" : String.format(Locale.ROOT, "%+.0f ppm", sound.clockPpm());
    }

    private void calls(List<CallStatus> calls) {
        table("Calls", calls.isEmpty(), "from", "caller", "called", "to", "state", "codecs", "for", "sound", "id");
        for (CallStatus call : calls) {
            row(call.from(), call.caller(), call.called(), call.to(), call.state(), call.codecs(),
                since(call.answered() == null ? call.started() : call.answered()), call.sound(), call.id());
        }
        end(calls.isEmpty());
    }

    private void registrations(List<GatewayStatus.Registration> registrations) {
        table("Telephones", registrations.isEmpty(), "extension", "registered at", "for another");
        for (GatewayStatus.Registration registration : registrations) {
            row(registration.extension(), registration.contact(), readable(Duration.between(now, registration.expires())));
        }
        end(registrations.isEmpty());
    }

    private void trunks(List<GatewayStatus.Trunk> trunks) {
        table("Providers", trunks.isEmpty(), "provider", "state", "");
        for (GatewayStatus.Trunk trunk : trunks) {
            row(trunk.name(), trunk.up() ? "up" : "down", trunk.detail());
        }
        end(trunks.isEmpty());
    }

    private void bans(List<GatewayStatus.Ban> bans) {
        table("Banned", bans.isEmpty(), "address", "why", "for another", "lift it with");
        for (GatewayStatus.Ban ban : bans) {
            row(ban.source(), ban.why() + (ban.times() > 1 ? ", ban no. " + ban.times() : ""), readable(Duration.between(now, ban.until())),
                "scripts/gateway bans --lift " + ban.source());
        }
        end(bans.isEmpty());
    }

    private void endings(List<CallRecord> endings) {
        table("Last calls", endings.isEmpty(), "ended", "from", "caller", "called", "to", "talked", "cause", "");
        for (CallRecord call : endings) {
            out.append("<tr>");
            cells(since(call.ended()) + " ago", call.from(), call.caller(), call.called(), call.to(),
                call.answered() == null ? "" : readable(Duration.between(call.answered(), call.ended())),
                call.cause().sentence() + (call.detail().isEmpty() ? "" : ": " + call.detail()));
            out.append("<td><details><summary>timeline</summary>");
            for (CallRecord.Entry entry : call.timeline()) {
                out.append(String.format(Locale.ROOT, "%.3f ", entry.millis() / 1000.0))
                    .append(escape(entry.where())).append(' ').append(escape(entry.what())).append("<br>");
            }
            call.media().forEach(this::media);
            out.append("</details></td></tr>\n");
        }
        end(endings.isEmpty());
    }

    private void media(CallRecord.Media media) {
        out.append(escape(media.leg())).append(": ").append(escape(media.codec())).append(media.srtp().isEmpty() ? " in clear" : " " + media.srtp())
            .append(", MOS received ").append(score(media.mosReceived())).append(", sent ").append(score(media.mosSent()))
            .append(", received ").append(dBm0(media.levels().received())).append(" over noise of ").append(dBm0(media.levels().receivedNoise()))
            .append(", sent ").append(dBm0(media.levels().sent())).append(" over ").append(dBm0(media.levels().sentNoise()))
            .append(", ").append(media.lost()).append(" of ").append(media.packetsReceived() + Math.max(0, media.lost()))
            .append(" packets lost<br>");
    }

    private static String score(double mos) {
        return mos < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", mos);
    }

    private void table(String title, boolean empty, String... columns) {
        out.append("<h2>").append(title).append("</h2>");
        if (empty) {
            out.append("<p class=none>none</p>\n");
            return;
        }
        out.append("<table><tr>");
        for (String column : columns) {
            out.append("<th>").append(column).append("</th>");
        }
        out.append("</tr>\n");
    }

    private void end(boolean empty) {
        if (!empty) {
            out.append("</table>\n");
        }
    }

    private void row(String... cells) {
        out.append("<tr>");
        cells(cells);
        out.append("</tr>\n");
    }

    private void cells(String... cells) {
        for (String cell : cells) {
            out.append("<td>").append(escape(cell)).append("</td>");
        }
    }

    private String since(Instant then) {
        return readable(Duration.between(then, now));
    }

    static String readable(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60);
        }
        if (seconds < 86_400) {
            return String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
        }
        return String.format(Locale.ROOT, "%d d %02d h", seconds / 86_400, seconds / 3600 % 24);
    }

    /// Names and numbers come from callers. Control characters, the bidirectional ones too, would let a caller rearrange the page.
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '&' -> safe.append("&amp;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '\ufffd' : c);
            }
        }
        return safe.toString();
    }
}
