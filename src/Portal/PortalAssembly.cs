namespace Portal;

/// <summary>Names this assembly, for code that looks for types in it.</summary>
public static class PortalAssembly;
