import Connector
import Glibc

guard Swift.CommandLine.arguments.dropFirst().first == "--version" else {
    print("bootstrap \(curlewVersion): the Lambda runtime is not part of this version; only --version works")
    exit(1)
}
print("bootstrap \(curlewVersion)")
