/** What tests of several packages need: other JVMs, and signals to them. */
package io.sluice.testing;
