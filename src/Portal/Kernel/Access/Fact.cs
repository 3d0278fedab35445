namespace Portal.Kernel.Access;

/// <summary>What one feature knows about an actor and a patient.</summary>
public enum Fact
{
    /// <summary>Nothing either way.</summary>
    None = 0,

    /// <summary>The actor treats the patient now, by an encounter or a referral (care relationship).</summary>
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

    /// <summary>The actor is on the team that treats the patient now: the one tie that opens a record marked sensitive.</summary>
    OnTeam = 7,

    /// <summary>The record carries a mark that narrows it to the treating team (mental health, substance use, HIV, genetic data, staff member, VIP).</summary>
    Sensitive = 8,

    /// <summary>The patient excludes the actor from the record; only breaking the glass for that reason goes past it.</summary>
    Excluded = 9,

    /// <summary>The actor holds a break-glass grant for the patient that has not ended; it covers reading the chart.</summary>
    GlassBroken = 10,

    /// <summary>The grant covers writing in the chart as well.</summary>
    GlassForWriting = 11,

    /// <summary>The grant was taken against the patient's exclusion of the actor, which always goes to review.</summary>
    ExclusionOverridden = 12,
}
