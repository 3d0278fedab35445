namespace Portal.Features.Patients.Care.Marks;

/// <summary>Why a record is sensitive (HL7 v3 ActCode, InformationSensitivityPolicy). The numbers are stored, encrypted.</summary>
public enum SensitiveKind
{
    /// <summary>No kind.</summary>
    None = 0,

    /// <summary>Mental health (PSY).</summary>
    MentalHealth = 1,

    /// <summary>Substance use (ETH; 42 CFR Part 2).</summary>
    SubstanceUse = 2,

    /// <summary>HIV (HIV).</summary>
    Hiv = 3,

    /// <summary>Genetic data (GDIS; GDPR Art. 9).</summary>
    Genetic = 4,

    /// <summary>The patient works here (EMP).</summary>
    StaffMember = 5,

    /// <summary>A person whom many would like to look up (CEL).</summary>
    Vip = 6,
}
