namespace Portal.Kernel.Classification;

/// <summary>What kind of data a stored property holds. Encryption, export, erasure, retention and log redaction follow from it.</summary>
public enum DataClass
{
    /// <summary>Plain by decision: an opaque id, a code of kind, a time needed for order or rules. Needs a reason.</summary>
    Plain = 0,

    /// <summary>Identifies a person (GDPR Art. 4(1)); always encrypted.</summary>
    Pii = 1,

    /// <summary>Health or billing data of a person (45 CFR 160.103, GDPR Art. 9); always encrypted.</summary>
    Phi = 2,

    /// <summary>A secret of an account or the system (TOTP secret, wrapped key); encrypted, hashed or wrapped.</summary>
    Secret = 3,

    /// <summary>A keyed hash of PII for exact look-up; plain text cannot be read from it without the key.</summary>
    BlindIndex = 4,
}
