/// The program: [org.tipring.Main] reads the command line, [org.tipring.Gateway] puts the gateway together. The only place that
/// knows every other package.
package org.tipring;
