namespace Portal.Web.Features.AuditTrail.Pictures;

/// <summary>The pictures of the audit log.</summary>
public enum PictureKind
{
    /// <summary>Entries over time, by how they ended.</summary>
    Time = 1,

    /// <summary>A person's week against the role's.</summary>
    Hours = 2,

    /// <summary>Who looked at a patient's data most.</summary>
    Readers = 3,

    /// <summary>Who was refused most, and from where.</summary>
    Refusals = 4,
}
