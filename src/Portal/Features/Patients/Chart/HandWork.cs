namespace Portal.Features.Patients.Chart;

/// <summary>What people did to an entry by hand; an import leaves such an entry alone. Numbers are stored.</summary>
[Flags]
internal enum HandWork : short
{
    /// <summary>It is as an import made it.</summary>
    None = 0,

    /// <summary>It was written here.</summary>
    Charted = 1,

    /// <summary>It was corrected here.</summary>
    Corrected = 2,
}
