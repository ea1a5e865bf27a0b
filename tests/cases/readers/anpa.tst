W2870_asian
r i BC-XX--Harbor-Fire 2ndLd-Writethru   03-02 0469
^BC-XX--Harbor Fire, 2nd Ld-Writethru,469<
^Fire in harbor warehouse is out after a night<
^TNA Photo XNP101<
^Eds: Updates with quotes. With TNA Photos.<
^By PAUL BYRD and ALMA CALVO=
^Associated Writers=
	   SKARVIK (TNA) _ A fire in a warehouse at the harbor was put out on Monday after a night, firefighters said.
	   ``Nobody was hurt,'' their chief said. 
 
^WHAT BURNED=
	   Paper, mostly.
^;W;L;Pct<
^Engines;23;13;.639<

	   TNA-WF-03-02-26 0037GMT<


