namespace Portal.Kernel.Access;

/// <summary>The outcome of an access decision. Only <see cref="Allowed"/> and <see cref="AllowedByGlass"/> open.</summary>
internal enum Decision
{
    /// <summary>No decision was made; closed.</summary>
    None = 0,

    /// <summary>Open.</summary>
    Allowed = 1,

    /// <summary>The role does not carry the permission.</summary>
    NotPermitted = 2,

    /// <summary>A restriction forbids it.</summary>
    Forbidden = 3,

    /// <summary>A fact could not be found out.</summary>
    Unknown = 4,

    /// <summary>Nothing ties the actor to the patient for this purpose.</summary>
    NoGround = 5,

    /// <summary>Open by a break-glass grant alone; what is done carries the grant's id.</summary>
    AllowedByGlass = 6,

    /// <summary>The patient excludes the actor.</summary>
    Excluded = 7,
}
