/// The commands of the program, one class each, and where they find and say things. A command that needs a running gateway asks it over its
/// control socket ([OrderCommand]); `run` and `demo` start one.
package org.tipring.command;
