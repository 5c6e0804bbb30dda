package org.tipring.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tipring.signaling.config.WholeFile;

/// Writes keys into a line's section of lines.ini and leaves everything else, comments too, as it is.
public final class LineSection {

    private LineSection() {
    }

    /// @return the file's text with those keys
    /// @throws IllegalArgumentException when there is no such section
    static List<String> with(List<String> file, String line, List<Proposal> proposals) {
        List<String> text = new ArrayList<>(file);
        int header = header(text, line);
        for (Proposal proposal : proposals) {
            Pattern key = Pattern.compile("(\\s*" + Pattern.quote(proposal.key()) + "\\s*=\\s*)([^;]*?)(\\s*(;.*)?)");
            int at = header + 1;
            while (at < text.size() && !text.get(at).strip().startsWith("[") && !key.matcher(text.get(at)).matches()) {
                at++;
            }
            if (at < text.size() && key.matcher(text.get(at)) instanceof Matcher found && found.matches()) {
                text.set(at, found.group(1) + proposal.proposed() + found.group(3));
            } else {
                text.add(header + 1, proposal.key() + " = " + proposal.proposed());
            }
        }
        return text;
    }

    private static int header(List<String> text, String line) {
        Pattern header = Pattern.compile("\\[\\s*line\\s+" + Pattern.quote(line) + "\\s*\\].*");
        for (int i = 0; i < text.size(); i++) {
            if (header.matcher(text.get(i).strip()).matches()) {
                return i;
            }
        }
        throw new IllegalArgumentException("there is no [line " + line + "]");
    }

    /// Never half a file: written beside and moved over.
    public static void write(Path linesIni, String line, List<Proposal> proposals) throws IOException {
        List<String> text = with(Files.readAllLines(linesIni), line, proposals);
        WholeFile.write(linesIni, text, WholeFile.Readers.EVERYBODY);
    }
}
