package org.tipring.bench;

/// One name of `scripts/bench`.
interface Bench {

    String name();

    /// What its rows say, for `--help`.
    String measures();

    /// Measures, and leaves nothing behind. What goes wrong becomes a row that says so.
    void run(Report report) throws Exception;
}
