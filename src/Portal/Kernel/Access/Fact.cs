namespace Portal.Kernel.Access;

/// <summary>What one feature knows about an actor and a patient.</summary>
public enum Fact
{
    /// <summary>Nothing either way.</summary>
    None = 0,

    /// <summary>The actor treats the patient now (care relationship).</summary>
    InCare = 1,

    /// <summary>The actor is the patient.</summary>
    IsSelf = 2,

    /// <summary>The actor works on the bills of the patient's provider.</summary>
    HandlesBilling = 3,

    /// <summary>Something forbids it: restriction, exclusion, objection. Deny wins.</summary>
    Forbidden = 4,

    /// <summary>The feature could not find out. Unknown denies.</summary>
    Unknown = 5,

    /// <summary>The actor registers people at the desk of the patient's provider.</summary>
    HandlesRegistration = 6,
}
