package dev.nativeauth

// The words that are the same in every language. Each is documented where it is generated.

/** What happened. Each kind has exactly one [Recovery]. */
public typealias ErrorKind = dev.nativeauth.ffi.ErrorKind

/** What to do about an error. */
public typealias Recovery = dev.nativeauth.ffi.Recovery

/** A language that the texts of errors exist in. */
public typealias Language = dev.nativeauth.ffi.Language

/** What kind of flow a state belongs to. */
public typealias FlowKind = dev.nativeauth.ffi.FlowKind

/** What a one-time code proves. */
public typealias CodePurpose = dev.nativeauth.ffi.CodePurpose

/** Which password is asked for: the one the account has, or a new one. */
public typealias PasswordPurpose = dev.nativeauth.ffi.PasswordPurpose

/** A way of proving who somebody is, as the client declares what it can do. */
public typealias ChallengeType = dev.nativeauth.ffi.ChallengeType

/** What the client declares it can do beyond challenges. */
public typealias Capability = dev.nativeauth.ffi.Capability

/** Why a new password would be refused whatever the tenant's own lists say. */
public typealias PasswordFault = dev.nativeauth.ffi.PasswordFault

/** Why a browser is wanted. */
public typealias BrowserReason = dev.nativeauth.ffi.BrowserReason

/** That stored tokens are lost, or can for now not be kept, and why. */
public typealias StorageLoss = dev.nativeauth.ffi.StorageLoss

/** Why a transport has no complete answer. */
public typealias TransportFailure = dev.nativeauth.ffi.TransportFailure

/** How much a line of the log matters. */
public typealias LogLevel = dev.nativeauth.ffi.LogLevel

/** One line of the log: its level, the part of the library that it comes from, and what happened. */
public typealias LogEntry = dev.nativeauth.ffi.LogEntry

/** Who: tenant and object id, which stay the same for as long as the account exists. Never an e-mail address. */
public typealias AccountId = dev.nativeauth.ffi.AccountId

/** An attribute that the tenant wants: its name, type, pattern and choices, and whether there is no account without it. */
public typealias RequiredAttribute = dev.nativeauth.ffi.RequiredAttribute
