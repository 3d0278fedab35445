await Console.Error.WriteLineAsync("There is no benchmark yet.");
return 1;
