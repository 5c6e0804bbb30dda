/// The program. [org.tipring.Main] reads the command line; `command` has what it can be told, `gateway` puts a gateway together of all the rest,
/// `demo`, `doctor` and `bench` are what some commands run.
package org.tipring;
