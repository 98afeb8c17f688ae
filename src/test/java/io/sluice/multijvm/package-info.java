/**
 * The library between real processes: many of them, killed, stopped and continued. A {@link
 * io.sluice.multijvm.Puppet} is such a process.
 */
package io.sluice.multijvm;
