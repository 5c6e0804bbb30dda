/// What the gateway costs: `scripts/bench`.
///
/// Main code and a hidden subcommand, not test code: it runs from the packaged program with the options of `scripts/gateway`, so a
/// user can repeat every figure of ours on a machine of his own that has no Maven. The gateway under test is always a process of its own
/// ([GatewayProcess]), started as a user would start it; what loads it stays out of its figures.
///
/// A bench that cannot run says why in its row. Process tests use [GatewayProcess] and [ConfigFolder] too.
package org.tipring.bench;
