namespace Portal.Kernel.Access;

/// <summary>Why data is used. Every access names one (GDPR Art. 5(1)(b)); codes as in HL7 v3 PurposeOfUse.</summary>
public enum Purpose
{
    /// <summary>No purpose was given; access decisions deny it.</summary>
    None = 0,

    /// <summary>Care of the patient (TREAT).</summary>
    Treatment = 1,

    /// <summary>Billing and payment (HPAYMT).</summary>
    Payment = 2,

    /// <summary>Running the provider: quality, compliance, administration (HOPERAT).</summary>
    Operations = 3,

    /// <summary>The patient's own request (PATRQT).</summary>
    PatientRequest = 4,

    /// <summary>Emergency treatment (ETREAT).</summary>
    Emergency = 5,

    /// <summary>Running the system itself: start, import, jobs (SYSADMIN).</summary>
    System = 6,

    /// <summary>A duty to report or to protect public health (PUBHLTH; 45 CFR 164.512(b), GDPR Art. 9(2)(i)).</summary>
    PublicHealth = 7,
}
