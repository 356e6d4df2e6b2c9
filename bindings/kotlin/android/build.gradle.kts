import org.jetbrains.kotlin.gradle.dsl.JvmTarget

// The SDK as an AAR. Unbuilt by this project so far: there is no Android SDK where it is tested. docs/kotlin.md says how to.
plugins {
    id("com.android.library") version "8.13.0"
    kotlin("android") version "2.2.21"
}

group = "dev.nativeauth"
version = "0.1.0"

android {
    namespace = "dev.nativeauth"
    compileSdk = 36
    defaultConfig {
        // The first with `java.time`.
        minSdk = 26
        consumerProguardFiles("../src/main/resources/META-INF/proguard/native-auth.pro")
    }
    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_17
        targetCompatibility = JavaVersion.VERSION_17
    }
    sourceSets["main"].kotlin.srcDirs(
        "src/main/kotlin",
        // What needs no Android; it is tested on the JVM.
        "src/plain/kotlin",
        // Not `../src/desktop`: a phone's library has no storage of its own.
        "../src/main/kotlin",
        "build/generated/uniffi",
    )
}

kotlin {
    compilerOptions {
        jvmTarget = JvmTarget.JVM_17
    }
}

dependencies {
    api("org.jetbrains.kotlinx:kotlinx-coroutines-core:1.10.2")
    // With its libraries for each ABI.
    implementation("net.java.dev.jna:jna:5.18.1@aar")
}
