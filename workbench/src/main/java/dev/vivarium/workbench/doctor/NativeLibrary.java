package dev.vivarium.workbench.doctor;

import dev.vivarium.workbench.doctor.PackageManager.Provision;
import java.util.List;

/// A library of the system that the window needs on Linux, where nothing brings it along.
///
/// @param fileName as the loader knows it
/// @param provider the package that has it
record NativeLibrary(String fileName, Provision provider) {
  static final List<NativeLibrary> FOR_A_WINDOW =
      List.of(
          library("libgtk-3.so.0", "libgtk-3-0", "gtk3", "gtk3", "libgtk-3-0"),
          library("libXtst.so.6", "libxtst6", "libXtst", "libxtst", "libXtst6"),
          library("libGL.so.1", "libgl1", "mesa-libGL", "libglvnd", "Mesa-libGL1"),
          library("libXxf86vm.so.1", "libxxf86vm1", "libXxf86vm", "libxxf86vm", "libXxf86vm1"));

  /// These draw text, which pictures of the window made without a display need too.
  static final List<NativeLibrary> FOR_TEXT =
      List.of(
          library("libpango-1.0.so.0", "libpango-1.0-0", "pango", "pango", "libpango-1_0-0"),
          library("libpangoft2-1.0.so.0", "libpangoft2-1.0-0", "pango", "pango", "libpango-1_0-0"),
          library(
              "libfontconfig.so.1",
              "fontconfig libfontconfig1",
              "fontconfig",
              "fontconfig",
              "fontconfig libfontconfig1"));

  private static NativeLibrary library(
      String fileName, String apt, String dnf, String pacman, String zypper) {
    return new NativeLibrary(
        fileName, Provision.linux("the library " + fileName, apt, dnf, pacman, zypper));
  }
}
