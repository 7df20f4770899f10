# Sourced by ./build, ./habitus and bin/habitus: finds Java 25 or newer and Maven, or says how to install them.

# Prints the major version of the Java in a home folder; from its release file, because starting it takes longer.
java_major() {
  local line
  if [ -r "$1/release" ]; then
    while IFS= read -r line; do
      case $line in JAVA_VERSION=*)
        line=${line#*\"}
        echo "${line%%[!0-9]*}"
        return ;;
      esac
    done < "$1/release"
  fi
  "$1/bin/java" -version 2>&1 | sed -nE 's/.*version "([0-9]+).*/\1/p' | head -n 1
}

java_of_path() {
  local program
  program=$(command -v java 2>/dev/null) || return 0
  program=$(readlink -f "$program")
  echo "${program%/bin/java}"
}

# find_java PROGRAM: sets JAVA_HOME to a home of Java 25 or newer whose bin has PROGRAM (java, or javac for a JDK).
# Looks at JAVA_HOME, PATH, then the usual folders.
find_java() {
  local home major program=$1
  for home in "${JAVA_HOME:-}" "$(java_of_path)" /usr/lib/jvm/* /opt/*jdk* /opt/java/* "$HOME"/.sdkman/candidates/java/* \
      "$HOME"/.jdks/* "$HOME"/.local/share/mise/installs/java/* "$HOME"/.asdf/installs/java/*; do
    [ -n "$home" ] && [ -x "$home/bin/$program" ] || continue
    major=$(java_major "$home")
    if [ "${major:-0}" -ge 25 ] 2>/dev/null; then
      export JAVA_HOME=$home
      return 0
    fi
  done
  echo "habitus: Java 25 or newer is missing (looked for $program in JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks, mise and asdf)." >&2
  echo "  Install a JDK (Debian and Ubuntu: apt-get install openjdk-25-jdk-headless or temurin-25-jdk; Fedora: dnf install java-25-openjdk-devel;" >&2
  echo "  anywhere: sdk install java 25-tem with https://sdkman.io) or set JAVA_HOME to one." >&2
  return 2
}

# Sets MAVEN.
find_maven() {
  local candidate
  for candidate in "${MAVEN_HOME:+$MAVEN_HOME/bin/mvn}" "$(command -v mvn 2>/dev/null || true)" \
      /usr/share/maven/bin/mvn /opt/*maven*/bin/mvn "$HOME"/.sdkman/candidates/maven/current/bin/mvn; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then
      MAVEN=$candidate
      return 0
    fi
  done
  echo "habitus: Maven is missing (looked at MAVEN_HOME, PATH, /usr/share/maven, /opt and ~/.sdkman)." >&2
  echo "  Install it (Debian and Ubuntu: apt-get install maven; Fedora: dnf install maven; anywhere: sdk install maven)." >&2
  return 2
}

# Says in one sentence that this is not a platform that the native libraries exist for.
require_platform() {
  local platform
  platform="$(uname -s) $(uname -m)"
  if [ "$platform" = "Linux x86_64" ]; then
    getconf GNU_LIBC_VERSION >/dev/null 2>&1 && return 0
    platform="$platform without glibc"
  fi
  echo "habitus: this platform ($platform) is not supported; Habitus runs on Linux x86_64 with glibc 2.28 or newer." >&2
  return 2
}
