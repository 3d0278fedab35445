namespace Portal.Features.Identity.Changes;

/// <summary>How a change of somebody's account ended.</summary>
public enum ChangeOutcome
{
    /// <summary>Nothing was done: there is nothing to change, or somebody else changed it first.</summary>
    Gone = 0,

    /// <summary>It was done.</summary>
    Done = 1,

    /// <summary>It waits for a second administrator.</summary>
    Waiting = 2,

    /// <summary>It is about the own account, or was asked for by the same person: another administrator has to do it.</summary>
    Own = 3,

    /// <summary>The address has an account, or an invitation that is under way. Told to administrators alone, who see both.</summary>
    AddressTaken = 4,

    /// <summary>A link was sent to the new address; the old one holds until it is used.</summary>
    Sent = 5,

    /// <summary>A patient's account belongs to a record: administrators change neither its role nor its address.</summary>
    IsPatients = 6,

    /// <summary>Something of the kind was asked for a moment ago, or waits already.</summary>
    TooSoon = 7,

    /// <summary>This portal sends no mail, so that no new address can be confirmed.</summary>
    NoMail = 8,

    /// <summary>It is the address that the account has.</summary>
    OwnAddress = 9,

    /// <summary>Somebody of the other side has to approve it: a compliance officer, as long as there is one.</summary>
    OtherSide = 30,

    /// <summary>The person would be administrator and compliance officer, by another account of theirs.</summary>
    BothSides = 31,
}

/// <summary>Why an account was disabled. The number is stored, the name goes into the audit entry.</summary>
public enum DisableReason
{
    /// <summary>It is not disabled, or it is not known.</summary>
    None = 0,

    /// <summary>The person left.</summary>
    Left = 1,

    /// <summary>The person is away for long.</summary>
    Away = 2,

    /// <summary>Somebody else may be using it.</summary>
    Suspicion = 3,

    /// <summary>It should not be there: made twice, or for the wrong person.</summary>
    Mistake = 4,

    /// <summary>Nobody signed in with it for long. The portal's own reason: nobody chooses it.</summary>
    Dormant = 30,

    /// <summary>An access review took the access away. Chosen there alone.</summary>
    Review = 50,

    /// <summary>Nobody decided in time in an access review. The portal's own reason.</summary>
    ReviewUndecided = 51,
}
