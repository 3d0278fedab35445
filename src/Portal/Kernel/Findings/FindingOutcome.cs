namespace Portal.Kernel.Findings;

/// <summary>What a review came to. The number is stored and never changes; new ones come at the end.</summary>
public enum FindingOutcome
{
    /// <summary>There was a good reason for what happened.</summary>
    Explained = 1,

    /// <summary>Nothing of the kind happened: the rule was wrong here.</summary>
    FalseAlarm = 2,

    /// <summary>Somebody was spoken to, or something was changed; it stays to be followed up outside the portal.</summary>
    FollowUp = 3,

    /// <summary>An incident is suspected (45 CFR 164.308(a)(6)(ii), GDPR Art. 33).</summary>
    IncidentSuspected = 4,

    /// <summary>A fault of the portal or its surroundings that was put right.</summary>
    Repaired = 5,
}
