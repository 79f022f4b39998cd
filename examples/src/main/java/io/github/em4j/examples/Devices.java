package io.github.em4j.examples;

import io.github.em4j.onnx.Device;
import io.github.em4j.onnx.graph.SessionSettings;

/** Devices on the command line and in benchmarks. */
final class Devices {

  private Devices() {}

  /**
   * The device that an option names.
   *
   * @throws BadArgumentException if it is none
   */
  static Device parse(String name) {
    try {
      return Device.parse(name);
    } catch (IllegalArgumentException e) {
      throw new BadArgumentException(e);
    }
  }

  /** Settings for the CPU, changed to a device. */
  static SessionSettings on(Device device, SessionSettings onCpu) {
    return device.cudaId().isEmpty()
        ? onCpu
        : onCpu.on(new SessionSettings.Cuda(device.cudaId().getAsInt(), device.memoryLimit()));
  }
}
