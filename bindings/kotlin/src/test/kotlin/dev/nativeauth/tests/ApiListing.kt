package dev.nativeauth.tests

import java.io.File
import kotlin.metadata.ClassKind
import kotlin.metadata.KmClass
import kotlin.metadata.KmClassifier
import kotlin.metadata.KmConstructor
import kotlin.metadata.KmFunction
import kotlin.metadata.KmProperty
import kotlin.metadata.KmType
import kotlin.metadata.KmTypeAlias
import kotlin.metadata.KmValueParameter
import kotlin.metadata.Modality
import kotlin.metadata.Visibility
import kotlin.metadata.declaresDefaultValue
import kotlin.metadata.isData
import kotlin.metadata.isFunInterface
import kotlin.metadata.isInline
import kotlin.metadata.isNullable
import kotlin.metadata.isOperator
import kotlin.metadata.isSuspend
import kotlin.metadata.isVar
import kotlin.metadata.jvm.KotlinClassMetadata
import kotlin.metadata.kind
import kotlin.metadata.modality
import kotlin.metadata.visibility

/** What is public in `dev.nativeauth`, in Kotlin's own words: a line for each declaration, in order. */
fun apiListing(classes: File): String {
    val ours = File(classes, "dev/nativeauth").listFiles { file -> file.extension == "class" }!!.map { metadata(it) }
    val lines = sortedSetOf<String>()
    for (one in ours) {
        when (one) {
            is KotlinClassMetadata.Class -> lines += listed(one.kmClass)
            is KotlinClassMetadata.FileFacade -> with(one.kmPackage) {
                lines += functions.filter { it.visibility == Visibility.PUBLIC }.map { "${shown(it)}" }
                lines += properties.filter { it.visibility == Visibility.PUBLIC }.map { shown(it) }
                lines += typeAliases.map { "typealias ${it.name} = ${shown(it.expandedType)}" }
                // What an alias stands for is seen by everybody.
                lines += typeAliases.flatMap { aliased(classes, it) }
            }
            else -> {}
        }
    }
    return lines.joinToString("\n", postfix = "\n")
}

private fun metadata(file: File): KotlinClassMetadata? {
    val name = file.path.substringAfter("classes/").removeSuffix(".class").replace('/', '.')
    return Class.forName(name, false, KmClass::class.java.classLoader).getAnnotation(Metadata::class.java)
        ?.let(KotlinClassMetadata::readLenient)
}

private fun aliased(classes: File, alias: KmTypeAlias): List<String> {
    val name = (alias.expandedType.classifier as KmClassifier.Class).name
    return listed((metadata(File(classes, "$name.class")) as KotlinClassMetadata.Class).kmClass)
}

private fun listed(of: KmClass): List<String> {
    if (of.visibility != Visibility.PUBLIC) return emptyList()
    val name = short(of.name)
    val above = of.supertypes.map(::shown).filter { it != "Any" }.joinToString()
    val what = listOfNotNull(
        "sealed".takeIf { of.modality == Modality.SEALED },
        "open".takeIf { of.modality == Modality.OPEN },
        "data".takeIf { of.isData },
        "fun".takeIf { of.isFunInterface },
        of.kind.name.lowercase().replace('_', ' '),
    ).joinToString(" ")
    // What is made of a data class, and of an enum, follows from it.
    val own = of.functions.filterNot { it.name.matches(Regex("component\\d+|copy|equals|hashCode|toString")) }
    return listOf("$what $name" + if (above.isEmpty()) "" else " : $above") +
        of.enumEntries.map { "$name.$it" } +
        of.constructors.filter { it.visibility == Visibility.PUBLIC && of.kind == ClassKind.CLASS }.map { "$name${shown(it)}" } +
        own.filter { it.visibility == Visibility.PUBLIC && it.name.first().isLetter() }.map { "$name.${shown(it)}" } +
        of.properties.filter { it.visibility == Visibility.PUBLIC }.map { "$name.${shown(it)}" }
}

private fun shown(of: KmConstructor) = of.valueParameters.joinToString(prefix = "(", postfix = ")") { shown(it) }

private fun shown(of: KmFunction): String {
    val marks = listOfNotNull(
        "suspend ".takeIf { of.isSuspend },
        "inline ".takeIf { of.isInline },
        "operator ".takeIf { of.isOperator },
    ).joinToString("")
    val receiver = of.receiverParameterType?.let { shown(it) + "." }.orEmpty()
    val parameters = of.valueParameters.joinToString { shown(it) }
    return "${marks}fun $receiver${of.name}($parameters): ${shown(of.returnType)}"
}

private fun shown(of: KmProperty): String {
    val isSettable = of.isVar && of.setter?.visibility == Visibility.PUBLIC
    return "${if (isSettable) "var" else "val"} ${of.name}: ${shown(of.returnType)}"
}

private fun shown(of: KmValueParameter) = "${of.name}: ${shown(of.type)}" + if (of.declaresDefaultValue) " = …" else ""

private fun shown(of: KmType): String {
    val name = when (val classifier = of.classifier) {
        is KmClassifier.Class -> short(classifier.name)
        is KmClassifier.TypeAlias -> short(classifier.name)
        is KmClassifier.TypeParameter -> "T${classifier.id}"
    }
    val arguments = of.arguments.joinToString { it.type?.let(::shown) ?: "*" }
    return (if (of.isSuspend) "suspend " else "") + name + (if (arguments.isEmpty()) "" else "<$arguments>") + if (of.isNullable) "?" else ""
}

private fun short(name: String) = name.substringAfterLast('/')
