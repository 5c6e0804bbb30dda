/// The composition root: [Gateway] puts the parts of a gateway together as the configuration says, and is the only place that knows them all.
/// Beside it stand what makes lines and telephones of sections ([Settings], [LineCards], [MobileLines], [Telephones]), what is kept over a
/// restart ([TelephoneFile], [UsageFile], [BanBook]), and what an operator may ask for while it runs ([Orders], [Observation]).
package org.tipring.gateway;
