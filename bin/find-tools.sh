# Sourced by ./build and ./habitus: finds a JDK 25 or newer and Maven, or says how to install them.

java_major() { # path of a java program -> its major version, or nothing
  "$1" -version 2>&1 | sed -nE 's/.*version "([0-9]+).*/\1/p' | head -n 1
}

# Sets JAVA_HOME. Looks at JAVA_HOME, PATH, then the usual folders.
find_jdk() {
  local candidate major
  for candidate in "${JAVA_HOME:-}" \
      "$(command -v javac >/dev/null 2>&1 && dirname "$(dirname "$(readlink -f "$(command -v javac)")")")" \
      /usr/lib/jvm/*25* /usr/lib/jvm/*26* /usr/lib/jvm/*27* "$HOME"/.sdkman/candidates/java/2[5-9]* "$HOME"/.jdks/*2[5-9]* /opt/*jdk*2[5-9]*; do
    [ -n "$candidate" ] && [ -x "$candidate/bin/javac" ] || continue
    major=$(java_major "$candidate/bin/java")
    if [ "${major:-0}" -ge 25 ]; then
      export JAVA_HOME=$candidate PATH="$candidate/bin:$PATH"
      return 0
    fi
  done
  echo "habitus: no JDK 25 or newer found in JAVA_HOME, PATH, /usr/lib/jvm, ~/.sdkman, ~/.jdks or /opt." >&2
  echo "  Install one (Debian: apt-get install temurin-25-jdk or openjdk-25-jdk-headless; SDKMAN: sdk install java 25-tem) or set JAVA_HOME." >&2
  return 2
}

# Sets MAVEN.
find_maven() {
  local candidate
  for candidate in "${MAVEN_HOME:+$MAVEN_HOME/bin/mvn}" "$(command -v mvn 2>/dev/null || true)" \
      /usr/share/maven/bin/mvn /opt/maven/bin/mvn "$HOME"/.sdkman/candidates/maven/current/bin/mvn; do
    if [ -n "$candidate" ] && [ -x "$candidate" ]; then
      MAVEN=$candidate
      return 0
    fi
  done
  echo "habitus: Maven is missing (looked at MAVEN_HOME, PATH, /usr/share/maven, /opt/maven, ~/.sdkman)." >&2
  echo "  Install it (Debian: apt-get install maven; SDKMAN: sdk install maven)." >&2
  return 2
}
