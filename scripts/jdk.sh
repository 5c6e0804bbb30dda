# Sourced by the scripts beside it; works with bash 3.2 (macOS).
# Sets JDK to the home of a JDK of at least 25, or says in one sentence what to install and exits 69 (EX_UNAVAILABLE).
# Sets MVN to the Maven to use and gives Maven a Java to start on where there is none on the path.

# Prints the directory of a file, with symbolic links followed all the way (macOS has had no "readlink -f" for long).
directory_of() {
    local file=$1 link
    while [ -L "$file" ]; do
        link=$(readlink "$file")
        case $link in
            /*) file=$link ;;
            *) file=$(dirname "$file")/$link ;;
        esac
    done
    (cd -P "$(dirname "$file")" && pwd)
}

# Prints the feature version of the JDK in a directory, 0 when there is no JDK (a JRE has no javac).
jdk_version() {
    local version=
    if [ -x "$1/bin/javac" ] && [ -x "$1/bin/java" ]; then
        if [ -r "$1/release" ]; then
            version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
        else
            version=$("$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
        fi
    fi
    echo "${version:-0}"
}

jdk_candidates() {
    local java
    [ -n "${JAVA_HOME:-}" ] && echo "$JAVA_HOME"
    # On macOS /usr/bin/java is a stub that opens a window; java_home knows better there.
    if [ "$(uname)" != Darwin ] && java=$(command -v java); then
        dirname "$(directory_of "$java")"
    fi
    [ -x /usr/libexec/java_home ] && /usr/libexec/java_home -v 25+ 2>/dev/null
    printf '%s\n' /usr/lib/jvm/* /usr/java/* /opt/java/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
}

how_to_install_a_jdk() {
    local family=
    [ -r /etc/os-release ] && family=$(. /etc/os-release && echo "${ID:-} ${ID_LIKE:-}")
    case "$(uname) $family" in
        Darwin*) echo "brew install --cask temurin@25" ;;
        *debian* | *ubuntu*)
            if apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
                echo "sudo apt install openjdk-25-jdk-headless"
            else
                echo "add Adoptium's package source (https://adoptium.net/installation/linux), then: sudo apt install temurin-25-jdk"
            fi ;;
        *fedora* | *rhel*) echo "sudo dnf install java-25-openjdk-devel" ;;
        *) echo "see https://adoptium.net/installation, and set JAVA_HOME to where you put it" ;;
    esac
}

JDK=
while IFS= read -r candidate; do
    if [ "$(jdk_version "$candidate")" -ge 25 ]; then
        JDK=$candidate
        break
    fi
done <<CANDIDATES
$(jdk_candidates)
CANDIDATES
if [ -z "$JDK" ]; then
    echo "Tipring needs a JDK 25 or newer and this system has none; to install one: $(how_to_install_a_jdk)" >&2
    exit 69
fi

# The toolchains plugin looks at JAVA25_HOME, JAVA26_HOME, ... and so sees a JDK in an unusual place too.
export "JAVA$(jdk_version "$JDK")_HOME=$JDK"

MVN=mvn
command -v mvn >/dev/null || MVN=$HOME_OF_TIPRING/mvnw
if [ -z "${JAVA_HOME:-}" ] && { [ "$(uname)" = Darwin ] || ! command -v javac >/dev/null; }; then
    export JAVA_HOME=$JDK
    # Older Mavens bring libraries that a new JDK warns of at length.
    export MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}"
fi
